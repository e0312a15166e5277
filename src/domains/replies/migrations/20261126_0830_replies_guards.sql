-- Who sees and who writes the rows of these registers; made from their descriptions.
select platform.guard('suggestion',
  $$(((select platform.reader('level')) = 'own' and suggestion."deputy_account" = (select platform.reader('account'))) or ((select platform.reader('level')) in ('organisation', 'region', 'case') and exists (select from register.handling as suggestion_ where suggestion_."suggestion" = suggestion."code" and suggestion_."organisation" = (select platform.reader('organisation')))))$$,
  $$(((select platform.reader('level')) = 'own' and suggestion."deputy_account" = (select platform.reader('account'))) or ((select platform.reader('level')) in ('organisation', 'region', 'case') and exists (select from history.handling as suggestion_ where suggestion_."suggestion" = suggestion."code" and suggestion_."organisation" = (select platform.reader('organisation')))))$$,
  $$((select platform.reader('level')) in ('organisation', 'region', 'case', 'own') and (((select platform.reader('level')) = 'own' and suggestion."deputy_account" = (select platform.reader('account'))) or ((select platform.reader('level')) in ('organisation', 'region', 'case') and exists (select from register.handling as suggestion_ where suggestion_."suggestion" = suggestion."code" and suggestion_."organisation" = (select platform.reader('organisation'))))))$$);
select platform.guard('suggestion_item',
  $$(exists (select from register.suggestion as suggestion_item_ where suggestion_item_."code" = suggestion_item."suggestion"))$$,
  $$(exists (select from history.suggestion as suggestion_item_ where suggestion_item_."code" = suggestion_item."suggestion"))$$,
  $$((select platform.reader('level')) in ('organisation', 'region', 'case', 'own') and (exists (select from register.suggestion as suggestion_item_ where suggestion_item_."code" = suggestion_item."suggestion")))$$);
select platform.guard('handling',
  $$(((select platform.reader('level')) in ('organisation', 'region', 'case') and handling."organisation" = (select platform.reader('organisation'))))$$,
  $$(((select platform.reader('level')) in ('organisation', 'region', 'case') and handling."organisation" = (select platform.reader('organisation'))))$$,
  $$((select platform.reader('level')) in ('organisation', 'region', 'case', 'own') and (((select platform.reader('level')) in ('organisation', 'region', 'case') and handling."organisation" = (select platform.reader('organisation')))))$$);
select platform.guard('talk',
  $$(exists (select from register.suggestion as talk_ where talk_."code" = talk."suggestion"))$$,
  $$(exists (select from history.suggestion as talk_ where talk_."code" = talk."suggestion"))$$,
  $$((select platform.reader('level')) in ('organisation', 'region', 'case', 'own') and (exists (select from register.suggestion as talk_ where talk_."code" = talk."suggestion")))$$);
select platform.guard('reply',
  $$(exists (select from register.suggestion as reply_ where reply_."code" = reply."suggestion"))$$,
  $$(exists (select from history.suggestion as reply_ where reply_."code" = reply."suggestion"))$$,
  $$((select platform.reader('level')) in ('organisation', 'region', 'case', 'own') and (exists (select from register.suggestion as reply_ where reply_."code" = reply."suggestion")))$$);
select platform.guard('review',
  $$(exists (select from register.reply as review_ where review_."code" = review."reply"))$$,
  $$(exists (select from history.reply as review_ where review_."code" = review."reply"))$$,
  $$((select platform.reader('level')) in ('organisation', 'region', 'case', 'own') and (exists (select from register.reply as review_ where review_."code" = review."reply")))$$);
select platform.guard('section',
  $$(exists (select from register.reply as section_ where section_."code" = section."reply"))$$,
  $$(exists (select from history.reply as section_ where section_."code" = section."reply"))$$,
  $$((select platform.reader('level')) in ('organisation', 'region', 'case', 'own') and (exists (select from register.reply as section_ where section_."code" = section."reply")))$$);
select platform.guard('series',
  $$(select platform.reader('level')) is not null$$,
  $$(select platform.reader('level')) is not null$$,
  $$false$$);
select platform.guard('number',
  $$(exists (select from register.reply as number_ where number_."code" = number."reply"))$$,
  $$(exists (select from history.reply as number_ where number_."code" = number."reply"))$$,
  $$((select platform.reader('level')) in ('organisation', 'region', 'case', 'own') and (exists (select from register.reply as number_ where number_."code" = number."reply")))$$);
select platform.guard('override',
  $$(exists (select from register.reply as override_ where override_."code" = override."reply"))$$,
  $$(exists (select from history.reply as override_ where override_."code" = override."reply"))$$,
  $$((select platform.reader('level')) in ('organisation', 'region', 'case', 'own') and (exists (select from register.reply as override_ where override_."code" = override."reply")))$$);
select platform.guard('drift_release',
  $$(exists (select from register.reply as drift_release_ where drift_release_."code" = drift_release."reply"))$$,
  $$(exists (select from history.reply as drift_release_ where drift_release_."code" = drift_release."reply"))$$,
  $$((select platform.reader('level')) in ('organisation', 'region', 'case', 'own') and (exists (select from register.reply as drift_release_ where drift_release_."code" = drift_release."reply")))$$);
select platform.guard('draft_promise',
  $$(exists (select from register.reply as draft_promise_ where draft_promise_."code" = draft_promise."reply"))$$,
  $$(exists (select from history.reply as draft_promise_ where draft_promise_."code" = draft_promise."reply"))$$,
  $$((select platform.reader('level')) in ('organisation', 'region', 'case', 'own') and (exists (select from register.reply as draft_promise_ where draft_promise_."code" = draft_promise."reply")))$$);
