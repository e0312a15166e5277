-- Search and quick orders of the registers here; printed by npm run generate.
select search.keep('pilot_batch', '{"fields":[{"column":"code","class":"o","named":false},{"column":"name","class":"o","named":true}],"ordered":["name","started_on","ended_on"]}');
select search.keep('pilot_institution', '{"fields":[{"column":"code","class":"o","named":false}],"ordered":["joined_on","left_on"]}');
select search.keep('achievement', '{"fields":[{"column":"code","class":"o","named":false},{"column":"title","class":"o","named":true}],"ordered":["title","disclosed_on"]}');
select search.keep('completer', '{"fields":[{"column":"code","class":"p","named":false}],"ordered":["share"]}');
select search.keep('empowerment', '{"fields":[{"column":"code","class":"o","named":false},{"column":"end_reason","class":"o","named":false}],"ordered":["agreed_on","effective_on","ended_on"]}');
select search.keep('transfer_contract', '{"fields":[{"column":"code","class":"o","named":false},{"column":"title","class":"o","named":true},{"column":"registration_number","class":"o","named":false}],"ordered":["title","amount","signed_on","ended_on"]}');
select search.keep('contract_item', '{"fields":[{"column":"code","class":"o","named":false}],"ordered":[]}');
select search.keep('receipt', '{"fields":[{"column":"code","class":"o","named":false}],"ordered":["received_on","amount"]}');
select search.keep('distribution', '{"fields":[{"column":"code","class":"o","named":false}],"ordered":["decided_on","paid_on","amount"]}');
select search.keep('distribution_share', '{"fields":[{"column":"code","class":"o","named":false}],"ordered":["amount"]}');
