import type {
  choices as enChoices,
  features as enFeatures,
  filters as enFilters,
  settings as enSettings,
} from '../en/settings'

export const settings: typeof enSettings = {
  VirtualLoopbackSupport: {
    name: 'Funcionalidad de bucle invertido de IP virtual',
    help: 'Da a cada sesión su propia dirección de bucle invertido: 127.0.0.0 + ID de sesión + 1. Solo afecta a los programas de la lista siguiente.',
  },
  VirtualLoopbackPrograms: {
    name: 'Lista de programas para bucle invertido de IP virtual',
    help: 'Ejecutables que usan el bucle invertido virtual. Incluya los dos extremos de la conversación: el programa que escucha y el que se conecta.',
  },
  VirtualLoopbackPortExclusion: {
    name: 'Puertos excluidos del bucle invertido virtual',
    help: 'Puertos que permanecen en 127.0.0.1 incluso para los programas de la lista.',
  },
  VirtualIpEnabled: {
    name: 'IP virtual',
    help: 'Da a las sesiones o a los programas una dirección exterior propia (virtualización de IP de Escritorio remoto).',
  },
  VirtualIpMode: {
    name: 'Modo de IP virtual',
    help: 'Por sesión abarca todos los programas de la sesión. Por programa abarca solo los de la lista, que comparten una dirección por sesión.',
  },
  VirtualIpPrograms: {
    name: 'Programas con IP virtual',
    help: 'Ejecutables que reciben la IP virtual de la sesión en el modo por programa.',
  },
  VirtualIpAdapter: {
    name: 'Adaptador de IP virtual',
    help: 'Adaptador de red que lleva las direcciones: su red en notación CIDR o su dirección MAC.',
  },
  VirtualIpSource: {
    name: 'Origen de las direcciones',
    help: 'Solicitarlas al servidor DHCP o tomar una parte de un grupo de direcciones.',
  },
  VirtualIpPool: {
    name: 'Grupo de direcciones',
    help: 'Grupo del que los hosts toman su parte.',
  },
  VirtualIpFallback: {
    name: 'Si no quedan direcciones',
    help: 'Seguir con la dirección del servidor o dejar el programa sin red.',
  },
  PreferLoopback: {
    name: 'Bucle invertido preferido',
    help: 'Donde se aplican ambas funciones, prevalece el bucle invertido. Solo Windows Server 2008 R2 y 2012 R2.',
  },
  PreferLoopbackProcesses: {
    name: 'Procesos con bucle invertido preferido',
    help: 'Limita la preferencia a estos programas.',
  },
  LoopbackMasking: {
    name: 'Enmascaramiento del bucle invertido',
    help: 'Solo Linux: programas que deben seguir viendo 127.0.0.1.',
  },
}

export const features: typeof enFeatures = {
  'virtual-loopback': 'Bucle invertido virtual',
  'virtual-ip': 'IP virtual',
  'prefer-loopback': 'Preferencia entre ambas',
}

export const choices: typeof enChoices = {
  'per-session': 'Por sesión',
  'per-program': 'Por programa',
  dhcp: 'Servidor DHCP',
  pool: 'Grupo de direcciones',
  'server-address': 'Usar la dirección del servidor',
  none: 'Sin dirección',
}

export const filters: typeof enFilters = {
  types: {
    DesktopGroup: 'Grupo de entrega',
    DesktopKind: 'Tipo de grupo de entrega',
    DesktopTag: 'Etiqueta',
    OU: 'Unidad organizativa',
    HostName: 'Nombre de host',
    User: 'Usuario o grupo',
    ClientIP: 'Dirección IP del cliente',
    ClientName: 'Nombre del cliente',
    ClientPlatform: 'Plataforma del cliente',
    AccessControl: 'Control de acceso',
  },
  modes: { Allow: 'Permitir', Deny: 'Denegar' },
  hints: {
    DesktopGroup: 'Nombre de un grupo de entrega',
    DesktopTag: 'Una etiqueta del host',
    OU: 'Un nombre distintivo; incluye todo lo que cuelga de él',
    HostName: '* y ? sustituyen a cualquier carácter',
    DesktopKind: '',
    User: 'EXAMPLE\\ana o un grupo',
    ClientIP: '10.0.0.7, 10.0.0.*, 10.0.0.1-10.0.0.70, 10.0.0.0/24',
    ClientName: '* y ? sustituyen a cualquier carácter',
    ClientPlatform: '',
    AccessControl: 'WithAccessGateway',
  },
}
