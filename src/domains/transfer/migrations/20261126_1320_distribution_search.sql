-- What a distribution may be ordered by, income and costs among it.
select search.keep('distribution', '{"fields":[{"column":"code","class":"o","named":false}],"ordered":["decided_on","paid_on","gross","costs","amount"]}');
