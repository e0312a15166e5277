-- Who sees and who writes the rows of these registers; made from their descriptions.
select platform.guard('pilot_batch',
  $$(select platform.reader('level')) is not null$$,
  $$(select platform.reader('level')) is not null$$,
  $$false$$);
select platform.guard('pilot_institution',
  $$(select platform.reader('level')) = 'public' or (((select platform.reader('level')) = 'organisation' and pilot_institution."organisation" = (select platform.reader('organisation')) or (select platform.reader('level')) = 'region' and exists ( select from register.organisation as pilot_institution_ where pilot_institution_."code" = pilot_institution."organisation" and pilot_institution_."region" = any ((select platform.reader_regions())::text[]))))$$,
  $$(select platform.reader('level')) = 'public' or (((select platform.reader('level')) = 'organisation' and pilot_institution."organisation" = (select platform.reader('organisation')) or (select platform.reader('level')) = 'region' and exists ( select from register.organisation as pilot_institution_ where pilot_institution_."code" = pilot_institution."organisation" and pilot_institution_."region" = any ((select platform.reader_regions())::text[]))))$$,
  $$false$$);
select platform.guard('achievement',
  $$(select platform.reader('level')) = 'public' or (not coalesce(achievement."classified", false) and (((select platform.reader('level')) = 'organisation' and achievement."organisation" = (select platform.reader('organisation')) or (select platform.reader('level')) = 'region' and exists ( select from register.organisation as achievement_ where achievement_."code" = achievement."organisation" and achievement_."region" = any ((select platform.reader_regions())::text[])))))$$,
  $$(select platform.reader('level')) = 'public' or (not coalesce(achievement."classified", false) and (((select platform.reader('level')) = 'organisation' and achievement."organisation" = (select platform.reader('organisation')) or (select platform.reader('level')) = 'region' and exists ( select from register.organisation as achievement_ where achievement_."code" = achievement."organisation" and achievement_."region" = any ((select platform.reader_regions())::text[]))))) and exists (select from register.achievement as achievement_ where achievement_."code" = achievement."code")$$,
  $$((select platform.reader('level')) in ('organisation', 'region') and (not coalesce(achievement."classified", false) and (((select platform.reader('level')) = 'organisation' and achievement."organisation" = (select platform.reader('organisation')) or (select platform.reader('level')) = 'region' and exists ( select from register.organisation as achievement_ where achievement_."code" = achievement."organisation" and achievement_."region" = any ((select platform.reader_regions())::text[]))))))$$);
select platform.guard('completer',
  $$(select platform.reader('level')) = 'public' or (exists (select from register.achievement as completer_ where completer_."code" = completer."achievement"))$$,
  $$(select platform.reader('level')) = 'public' or (exists (select from history.achievement as completer_ where completer_."code" = completer."achievement"))$$,
  $$((select platform.reader('level')) in ('organisation', 'region') and (exists (select from register.achievement as completer_ where completer_."code" = completer."achievement")))$$);
select platform.guard('empowerment',
  $$(select platform.reader('level')) = 'public' or (exists (select from register.achievement as empowerment_ where empowerment_."code" = empowerment."achievement"))$$,
  $$(select platform.reader('level')) = 'public' or (exists (select from history.achievement as empowerment_ where empowerment_."code" = empowerment."achievement"))$$,
  $$((select platform.reader('level')) in ('organisation', 'region') and (exists (select from register.achievement as empowerment_ where empowerment_."code" = empowerment."achievement")))$$);
select platform.guard('transfer_contract',
  $$(select platform.reader('level')) = 'public' or (not coalesce(transfer_contract."classified", false) and (((select platform.reader('level')) = 'organisation' and transfer_contract."seller" = (select platform.reader('organisation')) or (select platform.reader('level')) = 'region' and exists ( select from register.organisation as transfer_contract_ where transfer_contract_."code" = transfer_contract."seller" and transfer_contract_."region" = any ((select platform.reader_regions())::text[])))))$$,
  $$(select platform.reader('level')) = 'public' or (not coalesce(transfer_contract."classified", false) and (((select platform.reader('level')) = 'organisation' and transfer_contract."seller" = (select platform.reader('organisation')) or (select platform.reader('level')) = 'region' and exists ( select from register.organisation as transfer_contract_ where transfer_contract_."code" = transfer_contract."seller" and transfer_contract_."region" = any ((select platform.reader_regions())::text[]))))) and exists (select from register.transfer_contract as transfer_contract_ where transfer_contract_."code" = transfer_contract."code")$$,
  $$((select platform.reader('level')) in ('organisation', 'region') and (not coalesce(transfer_contract."classified", false) and (((select platform.reader('level')) = 'organisation' and transfer_contract."seller" = (select platform.reader('organisation')) or (select platform.reader('level')) = 'region' and exists ( select from register.organisation as transfer_contract_ where transfer_contract_."code" = transfer_contract."seller" and transfer_contract_."region" = any ((select platform.reader_regions())::text[]))))))$$);
select platform.guard('contract_item',
  $$(select platform.reader('level')) = 'public' or (exists (select from register.transfer_contract as contract_item_ where contract_item_."code" = contract_item."contract"))$$,
  $$(select platform.reader('level')) = 'public' or (exists (select from history.transfer_contract as contract_item_ where contract_item_."code" = contract_item."contract"))$$,
  $$((select platform.reader('level')) in ('organisation', 'region') and (exists (select from register.transfer_contract as contract_item_ where contract_item_."code" = contract_item."contract")))$$);
select platform.guard('receipt',
  $$(select platform.reader('level')) = 'public' or (exists (select from register.transfer_contract as receipt_ where receipt_."code" = receipt."contract"))$$,
  $$(select platform.reader('level')) = 'public' or (exists (select from history.transfer_contract as receipt_ where receipt_."code" = receipt."contract"))$$,
  $$((select platform.reader('level')) in ('organisation', 'region') and (exists (select from register.transfer_contract as receipt_ where receipt_."code" = receipt."contract")))$$);
select platform.guard('distribution',
  $$(select platform.reader('level')) = 'public' or (exists (select from register.transfer_contract as distribution_ where distribution_."code" = distribution."contract"))$$,
  $$(select platform.reader('level')) = 'public' or (exists (select from history.transfer_contract as distribution_ where distribution_."code" = distribution."contract"))$$,
  $$((select platform.reader('level')) in ('organisation', 'region') and (exists (select from register.transfer_contract as distribution_ where distribution_."code" = distribution."contract")))$$);
select platform.guard('distribution_share',
  $$(select platform.reader('level')) = 'public' or (exists (select from register.distribution as distribution_share_ where distribution_share_."code" = distribution_share."distribution"))$$,
  $$(select platform.reader('level')) = 'public' or (exists (select from history.distribution as distribution_share_ where distribution_share_."code" = distribution_share."distribution"))$$,
  $$((select platform.reader('level')) in ('organisation', 'region') and (exists (select from register.distribution as distribution_share_ where distribution_share_."code" = distribution_share."distribution")))$$);
