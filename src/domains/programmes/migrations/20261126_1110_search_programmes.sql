-- Search and quick orders of the registers here; printed by npm run generate.
select search.keep('programme', '{"fields":[{"column":"code","class":"o","named":false},{"column":"name","class":"o","named":true}],"ordered":["name","established_on","ended_on"]}');
select search.keep('award', '{"fields":[{"column":"code","class":"o","named":false},{"column":"title","class":"o","named":true}],"ordered":["title","contracted_on","starts_on","ends_on","cancelled_on","grant_amount"]}');
select search.keep('contribution', '{"fields":[{"column":"code","class":"o","named":false}],"ordered":["amount","committed_on","withdrawn_on"]}');
