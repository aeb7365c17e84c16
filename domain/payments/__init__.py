"""What a debtor pays with: boleto and Pix, and the payments that come back."""
