-- Search and quick orders of the registers here; printed by npm run generate.
select search.keep('race_cycle', '{"fields":[{"column":"code","class":"o","named":false},{"column":"name","class":"o","named":true}],"ordered":["name","opened_on","published_on"]}');
select search.keep('race_entry', '{"fields":[{"column":"code","class":"o","named":false}],"ordered":["entered_on","left_on"]}');
