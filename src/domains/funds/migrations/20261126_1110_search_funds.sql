-- Search and quick orders of the registers here; printed by npm run generate.
select search.keep('budget_line', '{"fields":[{"column":"code","class":"o","named":false},{"column":"title","class":"o","named":true}],"ordered":["title","amount","approved_on","withdrawn_on"]}');
select search.keep('joint_fund', '{"fields":[{"column":"code","class":"o","named":false},{"column":"name","class":"o","named":true}],"ordered":["name","established_on","ended_on"]}');
select search.keep('joint_fund_agreement', '{"fields":[{"column":"code","class":"o","named":false}],"ordered":["signed_on","effective_on","ends_on","ended_on","pledge"]}');
select search.keep('payment', '{"fields":[{"column":"code","class":"o","named":true},{"column":"subject","class":"o","named":false}],"ordered":["amount","paid_on","returned_on"]}');
