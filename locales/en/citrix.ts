/** The connector to a Citrix site, and how far what it wrote has come on a host. */

export const citrix = {
  title: 'Citrix site',
  hint: 'What vipfarm citrix wrote over the site’s REST API.',
  unproven: 'Unproven against a live site',
  unprovenText:
    'The connector was made after the documented calls and tried against a stub of them only. Read its plan before you apply it.',
  none: 'Nothing was written to a site yet. On a machine that reaches the site and the farm’s database:',
  current: 'The site has been told what is published now.',
  outdated: 'Other policies were published since the last run: make a plan and apply it.',
  site: 'Site and policy set',
  revision: 'Revision',
  when: 'When',
  by: 'By',
  calls: 'Calls',
  state: 'State',
  states: {
    applying: 'Running',
    delivered: 'Delivered',
    interrupted: 'Interrupted',
    'broken-off': 'Broken off',
  },
  brokeOff:
    'It gave no sign of life any more: the command was killed, or its machine went down. Run the same command again.',
  standings: {
    delivering: 'Being delivered',
    outdated: 'Not delivered',
    'half-delivered': 'Half delivered',
    'delivered-not-in-force': 'Delivered, not yet in force',
    'in-force': 'In force',
  },
  reasons: {
    delivering: 'The connector is writing to the site.',
    outdated: 'Other policies were published since the site was told.',
    'half-delivered': 'The connector was interrupted: run the same command again.',
    'delivered-not-in-force':
      'Citrix takes it when the host starts, when its broker agent (Citrix Desktop Service) starts, or within 90 minutes, at the latest',
    restart: 'The host has started since.',
    interval: 'Citrix’s interval of 90 minutes is over. Its sessions show whether it is so.',
  },
}
