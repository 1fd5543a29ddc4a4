import type { windowsHosts as english } from '../en/windows-hosts'

/** What a host's checks say, in Spanish. What is not listed stays in English: better that than nothing. */
const SENTENCES: [pattern: RegExp, spanish: string][] = [
  [/^(Windows .*): nobody has verified it$/, '$1: nadie lo ha verificado'],
  [
    /^Test it on one host first; a farm setting allows unverified releases$/,
    'Pruébelo antes en un host; un parámetro de la comunidad admite versiones sin verificar',
  ],
  [/^Use a supported Windows Server release$/, 'Use una versión admitida de Windows Server'],
  [
    /^(.*) cannot be read, and is shown as it was last: (.*)$/,
    '$1 no se puede leer y se muestra como estaba: $2',
  ],
  [/^(.*) cannot be read$/, '$1 no se puede leer'],
  [
    /^Let the agent run as LocalSystem, and look at the permissions of the key$/,
    'Ejecute el agente como LocalSystem y revise los permisos de la clave',
  ],
  [/^Let the agent run as LocalSystem$/, 'Ejecute el agente como LocalSystem'],
  [
    /^on Windows Server (\d+) virtual IP works only after this WinSock key is renamed and the host restarted$/,
    'en Windows Server $1 la IP virtual solo funciona tras cambiar el nombre de esta clave de WinSock y reiniciar el host',
  ],
  [
    /^As an administrator: (reg export .*), then rename the key in regedit to (\S+), then restart the host$/,
    'Como administrador: $1, cambie en regedit el nombre de la clave a $2 y reinicie el host',
  ],
  [
    /^(\S+) was renamed; the host has not been restarted since$/,
    'se cambió el nombre de $1; el host no se ha reiniciado desde entonces',
  ],
  [/^Restart the host$/, 'Reinicie el host'],
  [/^(\S+) is out of the way$/, '$1 ya no estorba'],
  [/^Remote Desktop Services runs$/, 'Servicios de Escritorio remoto está en marcha'],
  [/^services cannot be asked$/, 'no se pueden consultar los servicios'],
  [/^Remote Desktop Services is stopped$/, 'Servicios de Escritorio remoto está detenido'],
  [/^Remote Desktop Services is not there$/, 'Servicios de Escritorio remoto no existe'],
  [/^Start the service (\w+)$/, 'Inicie el servicio $1'],
  [/^Install the role Remote Desktop Session Host$/, 'Instale el rol Host de sesión de Escritorio remoto'],
  [/^Win32_TSVirtualIP answers$/, 'Win32_TSVirtualIP responde'],
  [
    /^Run winmgmt \/verifyrepository; where only the class is gone: (.*)$/,
    'Ejecute winmgmt /verifyrepository; si solo falta la clase: $1',
  ],
  [/^not a machine of a known cloud$/, 'no es una máquina de una nube conocida'],
  [
    /^(.*): virtual IP is not supported on cloud-hosted machines$/,
    '$1: la IP virtual no se admite en máquinas alojadas en la nube',
  ],
  [/^Use virtual loopback, or a host on the premises$/, 'Use el bucle invertido virtual o un host local'],
  [
    /^the host has (\d+) adapters, and no policy says which one carries virtual IPs$/,
    'el host tiene $1 adaptadores y ninguna directiva dice cuál lleva las IP virtuales',
  ],
  [
    /^Set VirtualIpAdapter to the network of the right one$/,
    'Indique en VirtualIpAdapter la red del adaptador adecuado',
  ],
  [/^(\S+) is (.*) \((.*)\)$/, '$1 es $2 ($3)'],
  [/^no adapter of this host is (\S+)$/, 'ningún adaptador de este host es $1'],
  [/^Name a network that this host has: (.*)$/, 'Indique una red que tenga este host: $1'],
  [
    /^the DHCP client does not run: it asks for the sessions’ addresses$/,
    'el cliente DHCP no está en marcha: es quien pide las direcciones de las sesiones',
  ],
  [/^leases come from (.*)$/, 'las concesiones vienen de $1'],
  [
    /^no DHCP server has given this adapter a lease: it has a fixed address, or none answers$/,
    'ningún servidor DHCP ha dado una concesión a este adaptador: tiene dirección fija o nadie responde',
  ],
  [
    /^Make sure that a DHCP server serves the adapter’s network, or use a pool$/,
    'Asegúrese de que un servidor DHCP atienda la red del adaptador, o use un grupo de direcciones',
  ],
]

export const windowsHosts: typeof english = {
  checks: 'Comprobaciones previas',
  checksHint: 'Lo que la configuración en vigor necesita del host, según lo último que encontró.',
  noMend: 'No hay que hacer nada',
  states: { fine: 'Correcto', attention: 'Atención', broken: 'Error', unknown: 'Sin datos' },
  mend: 'Solución',
  sentence: (english) => {
    const found = SENTENCES.find(([pattern]) => pattern.test(english))
    return found ? english.replace(found[0], found[1]) : english
  },
  names: {
    'server-os': 'Sistema operativo',
    'winsock-catalog': 'Catálogo de WinSock',
    'session-host': 'Rol de host de sesión',
    wmi: 'Clase WMI de IP virtual',
    'cloud-hosted': 'Ubicación de la máquina',
    adapter: 'Adaptador de red',
    dhcp: 'DHCP',
    'read-back': 'Lectura de los valores',
  },
  owners: {
    'group-policy': 'lo decide la directiva de grupo',
    'another-admin': 'lo decide otro administrador',
  },
  quarantined: {
    title: 'Dos máquinas han usado esta clave',
    text: 'Ocurre con una imagen que se inscribió antes de copiarla. No se guarda nada de lo que llega con la clave, así que ningún historial se mezcla. Retire la clave: esta máquina vuelve a inscribirse en esta fila y cada una de las otras recibe la suya.',
  },
  rekey: {
    button: 'Retirar la clave',
    title: (name) => `¿Retirar la clave de ${name}?`,
    text: 'Desde ahora se rechaza toda máquina que la tenga. Una máquina con un token de arranque vuelve sola; en las demás, ejecute vipfarm-agent enroll con un token nuevo.',
    submit: 'Retirar la clave',
    done: (name) => `La clave de ${name} ya no es válida.`,
  },
  atBoot: 'Para hosts que olvidan su clave en cada arranque',
  atBootHint:
    'Discos no persistentes: cada máquina cuenta una vez y vuelve a su fila. Válido hasta 8760 horas.',
  atBootMark: 'De arranque',
  atBootHours: 'De 1 a 8760 (un año).',
  invalidAtBootHours: 'Indique un número entero de 1 a 8760.',
}
