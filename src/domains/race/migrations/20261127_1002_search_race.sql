-- Search and quick orders of the registers here; printed by npm run generate.
select search.keep('race_entry', '{"fields":[{"column":"code","class":"o","named":false},{"column":"peer_group","class":"o","named":false}],"ordered":["entered_on","left_on","submitted_on"]}');
select search.keep('race_step', '{"fields":[{"column":"code","class":"o","named":false},{"column":"document","class":"o","named":false}],"ordered":["taken_on","due_on"]}');
