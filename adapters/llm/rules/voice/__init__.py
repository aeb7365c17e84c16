"""The voice of the offline provider: the firm's own sentences, filled with the decision's facts."""
