-- Search and quick orders of the registers here; printed by npm run generate.
select search.keep('citation', '{"fields":[{"column":"code","class":"o","named":true},{"column":"figure","class":"o","named":false},{"column":"params","class":"o","named":false},{"column":"unit","class":"o","named":false}],"ordered":["as_of"]}');
