"""What arrived, with which serial numbers: despatch advices, consignments, receipts."""
