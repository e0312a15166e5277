-- Search and quick orders of the registers here; printed by npm run generate.
select search.keep('consultation_agreement', '{"fields":[{"column":"code","class":"o","named":false},{"column":"title","class":"o","named":true}],"ordered":["title","signed_on","ends_on","ended_on"]}');
select search.keep('consultation_party', '{"fields":[{"column":"code","class":"o","named":false}],"ordered":[]}');
