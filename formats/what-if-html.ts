/** A what-if as a page of its own: no script, nothing fetched, everything escaped; for mail, tickets and paper. */

import type { HostFacts } from '~/domain/host-facts'
import type { PolicyEvidence, SessionPrediction, UserView, WhatIf } from '~/domain/what-if'
import { Html, html } from './html-text'
import { WHAT_IF_STYLE } from './what-if-html-style'

export function whatIfHtml(answer: WhatIf): string {
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>What if: ${answer.host.name}</title>
<style>${new Html(WHAT_IF_STYLE)}</style>
</head>
<body>
<main>
<header>
<p class="kicker">What would policies do on this host?</p>
<h1>${answer.host.name}</h1>
${factList(hostFacts(answer.host))}
</header>
${predictionsSection(answer.predictions)}
${settingsSection(answer)}
${lostSection(answer)}
${evidenceSection('Policies', 'Highest priority first. Each filter stands with what it was compared with.', answer.evidence)}
${answer.user && userSection(answer.user)}
${warningsSection(answer)}
<footer>Vipfarm. Filters of different types: ${answer.rule === 'all-types' ? 'every type that has Allow filters must match' : 'one type that matches is enough'}.</footer>
</main>
</body>
</html>
`
  return page.text
}

type Fact = [name: string, value: string | undefined]

function hostFacts(host: HostFacts): Fact[] {
  return [
    ['Runs', host.os.version],
    ['Processor', host.arch],
    ['Delivery group', host.deliveryGroup],
    ['Kind', host.deliveryGroupKind],
    ['Tags', host.tags.join(', ') || undefined],
    ['OU', host.ou],
    ['Place', host.cloudHosted === undefined ? undefined : host.cloudHosted ? 'cloud' : 'own premises'],
  ]
}

function factList(facts: Fact[]): Html {
  const known = facts.filter(([, value]) => value !== undefined)
  return html`<ul class="facts">${known.map(([name, value]) => html`<li><b>${name}</b>${value}</li>`)}</ul>`
}

function predictionsSection(predictions: SessionPrediction[]): Html {
  if (predictions.length === 0) return html``
  return html`<section>
<h2>Loopback of each session</h2>
<p>The address that 127.0.0.1 becomes for listed programs: 127.0.0.0 + session id + 1.</p>
<div class="addresses">${predictions.map(predictionCard)}</div>
</section>`
}

function predictionCard({ session, loopback, reason }: SessionPrediction): Html {
  const address = loopback === null ? html`<span class="none">none</span>` : addressText(loopback)
  return html`<div class="card"><div class="who">Session ${session.id}${session.user !== undefined && `, ${session.user}`}</div>
<div class="address">${address}</div>${reason && html`<div class="reason">${reasonText(reason)}</div>`}</div>`
}

// The octets that differ from 127.0.0.1 stand out.
function addressText(address: string): Html {
  const base = ['127', '0', '0', '1']
  const octets = address.split('.')
  return html`${octets.map((octet, index) => {
    const dot = index < octets.length - 1 && '.'
    return octet === base[index] ? html`<i>${octet}${dot}</i>` : html`${octet}<i>${dot}</i>`
  })}`
}

const REASONS: Record<string, string> = {
  'no-config': 'no policy sets anything',
  'switch-off': 'virtual loopback is off',
  'list-empty': 'the list of programs is empty',
  'not-applicable': 'this host cannot do it',
  'session-0': 'session 0 is never virtualised',
  'not-virtualised-protocol': 'console and services sessions are never virtualised',
  'address-out-of-range': 'the address would lie outside what can be used',
  'not-enforced': 'nothing on the host brings it about for this kind of session',
}
const reasonText = (reason: string) => REASONS[reason] ?? reason

function settingsSection({ settings, notApplicable }: Pick<WhatIf, 'settings' | 'notApplicable'>): Html {
  return html`<section>
<h2>Settings in force</h2>
<p>The machine settings of the host. For each setting the policy of highest priority wins; lists are not merged.</p>
${settingsTable({ settings, notApplicable })}
</section>`
}

function settingsTable({ settings, notApplicable }: Pick<WhatIf, 'settings' | 'notApplicable'>): Html {
  const rows = Object.entries(settings)
  if (rows.length === 0)
    return html`<div class="card"><p class="empty">No policy sets anything here: every setting has its default.</p></div>`
  return table(
    ['Setting', 'Value', 'Policy', 'In force'],
    rows.map(([id, { value, policy }]) => {
      const cannot = notApplicable.find(({ setting }) => setting === id)
      const state = cannot
        ? html`<span class="tag attention">not applicable</span><div class="reason">${cannot.reason}</div>`
        : html`<span class="tag fine">yes</span>`
      return html`<tr><td class="id">${id}</td><td>${valueText(value)}</td><td>${policy}</td><td>${state}</td></tr>`
    }),
  )
}

function valueText(value: unknown): Html {
  if (value === true || value === false) return html`${value ? 'on' : 'off'}`
  if (!Array.isArray(value)) return html`${String(value ?? 'none')}`
  if (value.length === 0) return html`<span class="reason">empty list</span>`
  return html`<ul class="entries">${value.map((entry) => html`<li>${String(entry)}</li>`)}</ul>`
}

function lostSection({ losers }: WhatIf): Html {
  if (losers.length === 0) return html``
  return html`<section>
<h2>Overridden</h2>
<p>Policies that apply, but lose a setting to one of higher priority, with what they lost.</p>
${table(
  ['Setting', 'Policy', 'Lost to', 'What it would have set'],
  losers.map(
    ({ setting, policy, lostTo, value }) =>
      html`<tr><td class="id">${setting}</td><td>${policy}</td><td>${lostTo}</td><td>${valueText(value)}</td></tr>`,
  ),
)}
</section>`
}

function evidenceSection(title: string, about: string, evidence: PolicyEvidence[]): Html {
  if (evidence.length === 0) return html``
  return html`<section>
<h2>${title}</h2>
<p>${about}</p>
${evidence.map(policyCard)}
</section>`
}

const VERDICTS = {
  disabled: html`<span class="tag plain">switched off</span>`,
  denied: html`<span class="tag broken">denied</span>`,
  'not-allowed': html`<span class="tag attention">does not match</span>`,
}

function policyCard({ policy, priority, reason, filters }: PolicyEvidence): Html {
  const verdict = reason ? VERDICTS[reason] : html`<span class="tag fine">applies</span>`
  const rows = filters.map(
    ({ type, mode, value, enabled, fact, matched }) =>
      html`<tr><td>${mode} ${type}</td><td>${value}</td><td>${fact ?? '-'}</td><td>${
        enabled
          ? html`<span class="tag ${matched ? (mode === 'Deny' ? 'broken' : 'fine') : 'plain'}">${matched ? 'matches' : 'no match'}</span>`
          : html`<span class="tag plain">filter is off</span>`
      }</td></tr>`,
  )
  return html`<div class="card"><div class="policy"><span class="rank">${priority}</span><h3>${policy}</h3>${verdict}</div>${
    rows.length > 0
      ? table(['Filter', 'Wants', 'Is', 'Result'], rows)
      : html`<div class="reason">${reason ? 'No filters.' : 'No filters: it applies everywhere.'}</div>`
  }</div>`
}

function userSection({ facts, settings, notApplicable, evidence }: UserView): Html {
  return html`<section>
<h2>With this user</h2>
<p>Virtual IP and virtual loopback are machine settings: filters for users cannot tell sessions of one host apart. This is what the filters would let through for this user alone.</p>
<div class="card">${factList([
    ['User', facts.user],
    ['Groups', facts.groups?.join(', ')],
    ['Client address', facts.clientIp],
    ['Client', facts.clientName],
    ['Platform', facts.clientPlatform],
    ['Access', facts.accessControl],
  ])}</div>
${settingsTable({ settings, notApplicable })}
</section>
${evidenceSection('Policies for this user', 'The same policies, with the filters for users compared too.', evidence)}`
}

function warningsSection({ warnings }: WhatIf): Html {
  if (warnings.length === 0) return html``
  return html`<section>
<h2>Warnings</h2>
<p>Legal, but probably not what is meant.</p>
${table(
  ['Policy', 'Warning', 'What to look at'],
  warnings.map(
    ({ code, policy, message }) =>
      html`<tr><td>${policy}</td><td class="id">${code}</td><td>${message}</td></tr>`,
  ),
)}
</section>`
}

function table(head: string[], rows: Html[]): Html {
  return html`<div class="scroll"><table><thead><tr>${head.map((title) => html`<th scope="col">${title}</th>`)}</tr></thead><tbody>${rows}</tbody></table></div>`
}
