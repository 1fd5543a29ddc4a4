/** What only the screens of addresses say: why a pool, a reservation or a question of the past was refused. */

import type { More } from '../more'
import { type Sentences, sentenceOf } from './sentences'

const POOLS: Sentences = [
  [
    /^virtual IP is an IPv4 feature: Citrix, Microsoft and our Linux filter give IPv4 addresses only$/,
    'la IP virtual es una función de IPv4: Citrix, Microsoft y nuestro filtro de Linux solo dan direcciones IPv4',
  ],
  [/^Give an IPv4 (?:address|network), such as (\S+)\.$/, 'Indique una de IPv4, como $1.'],
  [
    /^an address is four whole numbers from 0 to 255 with dots between them$/,
    'una dirección son cuatro números enteros de 0 a 255 separados por puntos',
  ],
  [/^Write it as (\S+) or (\S+), without leading zeros\.$/, 'Escríbala como $1 o $2, sin ceros delante.'],
  [/^Write it as (\S+), without leading zeros\.$/, 'Escríbala como $1, sin ceros delante.'],
  [/^Write it as (\S+) or (\S+)\.$/, 'Escríbalo como $1 o $2.'],
  [/^Write it as (\S+)\.$/, 'Escríbalo como $1.'],
  [/^Write (\S+), or another prefix\.$/, 'Escriba $1 u otro prefijo.'],
  [
    /^Write (\S+) with ranges of its own, or another network\.$/,
    'Escriba $1 con rangos propios, u otra red.',
  ],
  [/^Write (\S+)\.$/, 'Escriba $1.'],
  [
    /^a network is an address, a slash and the length of the prefix, from 0 to 32$/,
    'una red es una dirección, una barra y la longitud del prefijo, de 0 a 32',
  ],
  [
    /^(\S+) is not the first address of a network with the prefix (\S+)$/,
    '$1 no es la primera dirección de una red con el prefijo $2',
  ],
  [/^a range has two ends$/, 'un rango tiene dos extremos'],
  [
    /^a range ends at or after the address it begins with$/,
    'un rango no puede terminar antes de la dirección con la que empieza',
  ],
  [/^it leaves the network (\S+)$/, 'se sale de la red $1'],
  [/^Stay within (\S+), or widen the network\.$/, 'No salga de $1, o amplíe la red.'],
  [/^Stay within (\S+)\.$/, 'No salga de $1.'],
  [
    /^(\S+) is the network address of (\S+): no host may hold it$/,
    '$1 es la dirección de red de $2: ningún host puede tenerla',
  ],
  [
    /^(\S+) is the broadcast address of (\S+): no host may hold it$/,
    '$1 es la dirección de difusión de $2: ningún host puede tenerla',
  ],
  [/^it shares addresses with the range (\S+)$/, 'comparte direcciones con el rango $1'],
  [/^Let ranges of a pool stand apart\.$/, 'Los rangos de un grupo no pueden solaparse: sepárelos.'],
  [
    /^(\S+): addresses that begin with 0 name no host$/,
    '$1: las direcciones que empiezan por 0 no son de ningún host',
  ],
  [
    /^(\S+): loopback addresses follow from the session id, no pool gives them$/,
    '$1: las direcciones de bucle invertido se deducen del ID de sesión, ningún grupo las asigna',
  ],
  [/^(\S+): these are multicast addresses$/, '$1: son direcciones de multidifusión'],
  [/^(\S+): these addresses are reserved$/, '$1: son direcciones reservadas'],
  [
    /^Give a network of the session hosts, such as (\S+)\.$/,
    'Indique una red de los hosts de sesión, como $1.',
  ],
  [/^nothing is left to give$/, 'no queda nada que asignar'],
  [
    /^Leave some address in: take out fewer, or give another range\.$/,
    'Deje alguna dirección: excluya menos o indique otro rango.',
  ],
  [
    /^a pool holds at most (\d+) addresses, this one would hold (\d+)$/,
    'un grupo tiene como máximo $1 direcciones y este tendría $2',
  ],
  [/^Name ranges, or make several pools\.$/, 'Indique rangos o cree varios grupos.'],
  [
    /^a rest is a whole number of seconds from 0 to (\d+)$/,
    'el reposo es un número entero de segundos de 0 a $1',
  ],
  [/^Five minutes are 300\.$/, 'Cinco minutos son 300.'],
  [/^a threshold is a whole percent from 0 to 100$/, 'un umbral es un porcentaje entero de 0 a 100'],
  [
    /^the first threshold may not be above the second, which is (\S+)$/,
    'el primer umbral no puede superar al segundo, que es $1',
  ],
  [/^The usual ones are 80 and 95\.$/, 'Lo habitual es 80 y 95.'],
  [
    /^(\S+) was taken out of the pool (.*), but a session still holds it$/,
    '$1 se retiró del grupo $2, pero una sesión todavía la tiene',
  ],
  [
    /^Wait until that session has ended, or leave the address out\.$/,
    'Espere a que termine esa sesión o excluya la dirección.',
  ],
  [
    /^a pool named (.*) exists; names that differ only in case are one name$/,
    'ya existe un grupo llamado $1; los nombres no distinguen mayúsculas',
  ],
  [/^Choose another name, or change that pool\.$/, 'Elija otro nombre o modifique ese grupo.'],
  [/^(\S+) belongs to the pool (.*) already$/, '$1 ya pertenece al grupo $2'],
  [
    /^Let pools stand apart: an address is in one of them\.$/,
    'Los grupos no pueden solaparse: cada dirección está en uno solo.',
  ],
  [
    /^it overlaps (\S+), the network of the pool (.*), and is not the same$/,
    'se solapa con $1, la red del grupo $2, y no es la misma',
  ],
  [/^(\d+) sessions hold addresses of (.*)$/, 'hay sesiones que tienen direcciones de $2; en total, $1'],
  [
    /^Name another pool in the policy and wait until they have ended\.$/,
    'Indique otro grupo en la directiva y espere a que terminen.',
  ],
  [/^Somebody changed this pool meanwhile\.$/, 'Otra persona modificó este grupo mientras tanto.'],
  [
    /^This touches (\d+) sessions and (\d+) reservations now\.$/,
    'Ahora afecta a $1 sesiones y $2 reservas. Vuelva a ver el efecto.',
  ],
  [/^the pool (.*) does not hold it$/, 'el grupo $1 no la contiene'],
  [/^Give one of its addresses\.$/, 'Indique una de sus direcciones.'],
]

const PAST: Sentences = [
  [/^only what has been is known$/, 'solo se conoce lo que ya pasó'],
  [
    /^Give an instant up to (\S+), or leave it out for now\.$/,
    'Indique un momento hasta $1, o déjelo vacío para el actual.',
  ],
  [
    /^virtual IP and virtual loopback are IPv4 features$/,
    'la IP virtual y el bucle invertido virtual son funciones de IPv4',
  ],
  [/^no host has or had this name$/, 'ningún host tiene ni tuvo este nombre'],
  [
    /^Write its name as the list of hosts shows it, or its id\.$/,
    'Escriba su nombre como aparece en la lista de hosts, o su identificador.',
  ],
  [/^no session of such a user was seen$/, 'no se vio ninguna sesión de ese usuario'],
  [
    /^Write the name as the list of sessions shows it\.$/,
    'Escriba el nombre como aparece en la lista de sesiones.',
  ],
  [/^a period ends after it began(?: \((\S+)\))?$/, 'un periodo termina después de empezar'],
  [/^Give a later end\.$/, 'Indique un final posterior.'],
  [/^a period is at most (\d+) days long$/, 'un periodo dura como máximo $1 días'],
  [/^Ask for a shorter one\.$/, 'Pida uno más corto.'],
  [/^a session id is a whole number from 0 to (\d+)$/, 'un ID de sesión es un número entero de 0 a $1'],
  [
    /^Give the id as the session list of the host shows it\.$/,
    'Indique el ID como aparece en la lista de sesiones del host.',
  ],
  [
    /^4294967295 means that there is no session: give the id of a session\.$/,
    '4294967295 significa que no hay sesión: indique el ID de una.',
  ],
  [
    /^There is no address above (\S+), which is that of (\d+)\.$/,
    'No hay direcciones por encima de $1, que es la de la sesión $2.',
  ],
  [
    /^only 127\.0\.0\.1 to 127\.255\.255\.255 name a session$/,
    'solo las direcciones de 127.0.0.1 a 127.255.255.255 son de una sesión',
  ],
  [/^The first one, 127\.0\.0\.1, is that of session 0\.$/, 'La primera, 127.0.0.1, es la de la sesión 0.'],
  [/^Give an address that starts with 127\.$/, 'Indique una dirección que empiece por 127.'],
  [/^an instant is ISO 8601 with a zone$/, 'un momento se escribe en ISO 8601 con zona horaria'],
  [
    /^an instant is ISO 8601 with a zone, and this one has none$/,
    'un momento se escribe en ISO 8601 con zona horaria y este no la tiene',
  ],
  [/^Add the zone: (\S+) is UTC\.$/, 'Agregue la zona: $1 es UTC.'],
  [/^there is no such day, time or zone$/, 'no existe ese día, esa hora o esa zona'],
  [/^an instant lies between 1970 and 9999$/, 'un momento está entre los años 1970 y 9999'],
]

const sentence = sentenceOf(POOLS, PAST)

export const withAddressWords: More = (t) => ({ ...t, rules: { ...t.rules, sentence } })
