-- Search and quick orders of the registers here; printed by npm run generate.
select search.keep('case_batch', '{"fields":[{"column":"code","class":"o","named":false},{"column":"name","class":"o","named":true}],"ordered":["name","published_on","withdrawn_on"]}');
select search.keep('typical_case', '{"fields":[{"column":"code","class":"o","named":false},{"column":"title","class":"o","named":true}],"ordered":["title","withdrawn_on"]}');
