"""What an invoice is made of besides its document: VAT rates, sums, and how it is paid."""
