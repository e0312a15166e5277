-- Search and quick orders of the registers here; printed by npm run generate.
select search.keep('notice', '{"fields":[{"column":"code","class":"o","named":false},{"column":"document","class":"o","named":true},{"column":"title","class":"o","named":false}],"ordered":["document","published_on","superseded_on"]}');
select search.keep('day', '{"fields":[{"column":"code","class":"o","named":false},{"column":"holiday","class":"o","named":false}],"ordered":["day"]}');
