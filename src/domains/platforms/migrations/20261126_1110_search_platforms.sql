-- Search and quick orders of the registers here; printed by npm run generate.
select search.keep('platform', '{"fields":[{"column":"code","class":"o","named":false},{"column":"name","class":"o","named":true}],"ordered":["name","ended_on"]}');
select search.keep('platform_act', '{"fields":[{"column":"code","class":"o","named":false}],"ordered":["on","revoked_on"]}');
