-- Search and quick orders of the registers here; printed by npm run generate.
select search.keep('parameter', '{"fields":[{"column":"code","class":"o","named":false},{"column":"name","class":"o","named":true},{"column":"value","class":"o","named":false},{"column":"unit","class":"o","named":false},{"column":"document","class":"o","named":false}],"ordered":["name","valid_from","valid_to"]}');
