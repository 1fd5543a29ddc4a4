/** What the rules and readers say in English, and the same in Spanish with what it names. */
export type Sentences = readonly [pattern: RegExp, spanish: string][]

/** The rules' own sentences in Spanish. What is not listed stays in English: better that than nothing. */
const SENTENCES: Sentences = [
  [
    /^"(.*)" is listed and "(.*)" is not: they talk by port (\d+) of the loopback address, and would miss each other$/,
    '«$1» está en la lista y «$2» no: hablan por el puerto $3 del bucle invertido y no se encontrarían',
  ],
  [
    /^"(.*)" is listed, and hosts also run "(.*)", its twin of another width$/,
    '«$1» está en la lista y los hosts ejecutan también «$2», su gemelo de otra arquitectura',
  ],
  [/^somebody removed (.*) and added (.*)$/, 'alguien quitó $1 y añadió $2'],
  [/^somebody removed (.*)$/, 'alguien quitó $1'],
  [/^somebody added (.*)$/, 'alguien añadió $1'],
  [/^somebody changed the order$/, 'alguien cambió el orden'],
  [/^somebody changed it to nothing$/, 'alguien borró el valor'],
  [/^somebody changed it to (.*)$/, 'alguien lo cambió a $1'],
  [/^"(.*)" was not seen on any of (\d+) hosts$/, '«$1» no se vio en ninguno de los $2 hosts'],
  [/^"(.*)" was not seen on the host that was looked at$/, '«$1» no se vio en el host observado'],
  [/^the last wave must reach everybody$/, 'la última oleada debe alcanzar a todos'],
  [/^End with a wave of 100 %\.$/, 'Termine con una oleada del 100 %.'],
  [
    /^each wave must reach more hosts than the one before it$/,
    'cada oleada debe alcanzar más hosts que la anterior',
  ],
  [/^Write more than ([\d.]+)\.$/, 'Escriba más de $1.'],
  [/^a window needs a day$/, 'un horario necesita un día'],
  [/^Choose at least one\.$/, 'Elija al menos uno.'],
  [/^a window that ends as it begins is never open$/, 'un horario que termina cuando empieza nunca se abre'],
  [/^Leave the window out, or write another time\.$/, 'Prescinda del horario o escriba otra hora.'],
  [/^an entry is text$/, 'cada entrada es un texto'],
  [
    /^an entry has 1 to 260 characters, this one has (\d+)$/,
    'una entrada tiene de 1 a 260 caracteres y esta tiene $1',
  ],
  [/^an entry has 1 to 260 characters$/, 'una entrada tiene de 1 a 260 caracteres'],
  [/^control characters are not allowed$/, 'no se admiten caracteres de control'],
  [/^it must be a list of programs$/, 'debe ser una lista de programas'],
  [/^a list has at most (\d+) entries$/, 'una lista tiene como máximo $1 entradas'],
  [/^a list has at most (\d+) ports$/, 'una lista tiene como máximo $1 puertos'],
  [/^a port is a whole number from 1 to 65535$/, 'un puerto es un número entero de 1 a 65535'],
  [/^an adapter is named by CIDR or by MAC$/, 'un adaptador se indica por CIDR o por MAC'],
  [/^it must be text$/, 'debe ser un texto'],
  [/^it must be at least (\S+)$/, 'debe ser como mínimo $1'],
  [/^it must be at most (\S+)$/, 'debe ser como máximo $1'],
  [/^it must be a number$/, 'debe ser un número'],
  [/^it must be a whole number$/, 'debe ser un número entero'],
  [/^Write it in digits, such as (\d+)\.$/, 'Escríbalo en cifras, como $1.'],
  [/^Give at most (\S+)\.$/, 'Indique como máximo $1.'],
  [/^Give at least (\S+)\.$/, 'Indique como mínimo $1.'],
  [/^Give a value that keeps the rule\.$/, 'Indique un valor que cumpla la regla.'],
  [/^it must not be empty$/, 'no puede estar vacío'],
  [/^it has (\d+) characters, the limit is (\d+)$/, 'tiene $1 caracteres y el límite es $2'],
  [/^it has at most (\d+) characters of text$/, 'tiene como máximo $1 caracteres'],
  [/^an OU is a distinguished name$/, 'una unidad organizativa se escribe como nombre distintivo'],
  [/^a policy has at most (\d+) filters$/, 'una directiva tiene como máximo $1 filtros'],
  [
    /^two policies have the name "(.*)" \(letters' case does not count\)$/,
    'dos directivas se llaman «$1» (no se distinguen mayúsculas)',
  ],
  [/^"(.*)" and "(.*)" have the same priority$/, '«$1» y «$2» tienen la misma prioridad'],
  [
    /^Write the name of an executable, or remove the entry\.$/,
    'Escriba el nombre de un ejecutable o quite la entrada.',
  ],
  [
    /^Write the name of an executable, such as softphone\.exe\.$/,
    'Escriba el nombre de un ejecutable, como softphone.exe.',
  ],
  [/^Write the name of the executable alone\.$/, 'Escriba solo el nombre del ejecutable.'],
  [/^Put each program in an entry of its own\.$/, 'Ponga cada programa en una entrada propia.'],
  [/^Remove (\d+) of them\.$/, 'Quite $1.'],
  [/^Remove some(?: of them)?\.$/, 'Quite algunos.'],
  [/^Shorten it\.$/, 'Acórtelo.'],
  [/^Give it a value\.$/, 'Indique un valor.'],
  [/^Give one of them another name\.$/, 'Dé otro nombre a una de ellas.'],
  [/^Give one of them another priority\.$/, 'Dé otra prioridad a una de ellas.'],
  [/^Remove line ends, tabs and the like\.$/, 'Quite los saltos de línea, tabuladores y similares.'],
  [/^Write it as OU=Hosts,DC=example,DC=com\.$/, 'Escríbala como OU=Hosts,DC=example,DC=com.'],
  [
    /^Write its network as (\S+), or its hardware address as (\S+)\.$/,
    'Escriba su red como $1 o su dirección física como $2.',
  ],
  [
    /^a second approver takes two enabled users who may publish, and this farm has (\d+)$/,
    'para exigir una segunda aprobación hacen falta dos usuarios habilitados que puedan publicar, y hay $1',
  ],
  [
    /^Add an operator or an administrator first, or leave it empty\.$/,
    'Agregue antes un operador o un administrador, o déjelo vacío.',
  ],
  [
    /^virtual IP is not supported on cloud-hosted machines$/,
    'la IP virtual no se admite en máquinas alojadas en la nube',
  ],
  [
    /^(.*) is a multi-session desktop system: neither feature is supported on it$/,
    '$1 es un escritorio multisesión: no admite ninguna de las dos funciones',
  ],
  [
    /^(.*) is a desktop system: neither feature is supported on it$/,
    '$1 es un sistema de escritorio: no admite ninguna de las dos funciones',
  ],
  [
    /^(.*) is unverified: nobody has confirmed it, and no admin has allowed it$/,
    '$1 no está verificado: nadie lo ha confirmado y ningún administrador lo ha permitido',
  ],
  [/^(.*) is not among the supported releases: (.*)$/, '$1 no figura entre las versiones admitidas: $2'],
  [
    /^Windows has nothing that masks the loopback address: Linux only$/,
    'Windows no puede enmascarar la dirección de bucle invertido: solo Linux',
  ],
  [
    /^unexpected results: on Windows it is supported on (.*) and (.*) only$/,
    'resultados inesperados: en Windows solo se admite en $1 y $2',
  ],
  [
    /^unexpected results: it is for hosts on which virtual loopback and virtual IP are both on$/,
    'resultados inesperados: es para hosts con el bucle invertido virtual y la IP virtual habilitados a la vez',
  ],
]

/** Says a sentence in Spanish, as far as one of the tables or the rules' own one has it. */
export function sentenceOf(...tables: Sentences[]): (english: string) => string {
  const all = [SENTENCES, ...tables].flat()
  const translated = (english: string): string | null => {
    const found = all.find(([pattern]) => pattern.test(english))
    return found ? english.replace(found[0], found[1]) : null
  }
  /** A rule and what mends it, told as one. */
  const pairOf = (english: string): string | null => {
    const at = english.indexOf('. ')
    const rule = at < 0 ? null : translated(english.slice(0, at))
    if (rule === null) return null
    const mend = english.slice(at + 2)
    return `${rule}. ${translated(mend) ?? mend}`
  }
  return (english) => translated(english) ?? pairOf(english) ?? english
}
