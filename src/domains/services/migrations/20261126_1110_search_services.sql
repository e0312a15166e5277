-- Search and quick orders of the registers here; printed by npm run generate.
select search.keep('broker_certificate', '{"fields":[{"column":"code","class":"p","named":true}],"ordered":["certified_on","revoked_on"]}');
select search.keep('alliance', '{"fields":[{"column":"code","class":"o","named":false},{"column":"name","class":"o","named":true}],"ordered":["name","founded_on","ended_on"]}');
select search.keep('alliance_member', '{"fields":[{"column":"code","class":"o","named":false}],"ordered":["from","until"]}');
