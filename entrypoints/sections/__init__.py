"""The sections of the settings, one file each with the rules that no type can say."""
