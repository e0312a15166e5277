-- Search and quick orders of the registers here; printed by npm run generate.
select search.keep('instrument', '{"fields":[{"column":"code","class":"o","named":false},{"column":"title","class":"o","named":true},{"column":"number","class":"o","named":false}],"ordered":["title","issued_on","effective_on","ended_on"]}');
select search.keep('instrument_issuer', '{"fields":[{"column":"code","class":"o","named":false}],"ordered":[]}');
select search.keep('aspect', '{"fields":[{"column":"code","class":"o","named":false},{"column":"title","class":"o","named":true}],"ordered":["title"]}');
select search.keep('measure', '{"fields":[{"column":"code","class":"o","named":false},{"column":"title","class":"o","named":true}],"ordered":["title"]}');
