import type * as en from '../en/codes'

export const lifecycles: typeof en.lifecycles = {
  'pending-approval': 'Pendiente de aprobación',
  active: 'Activo',
  quarantined: 'En cuarentena',
  retired: 'Retirado',
}

export const convergences: typeof en.convergences = {
  converged: 'Convergido',
  pending: 'Pendiente',
  partial: 'Parcial',
  failed: 'Fallido',
  drifted: 'Desviado',
  stale: 'Sin contacto',
}

export const convergenceHelp: typeof en.convergenceHelp = {
  converged:
    'Lo último que se indicó al host está en vigor, y cada elemento se ha releído con el valor deseado.',
  pending: 'Hay algo más reciente para el host que aún no está en vigor.',
  partial: 'Algunos elementos no se pudieron aplicar; los demás están en vigor.',
  failed:
    'Se rechazó la configuración o la orden firmada que la acompaña, o no se pudo aplicar ningún elemento.',
  drifted: 'Otra persona u otro proceso ha cambiado un valor en el host.',
  stale: 'Sin contacto durante tres intervalos de consulta. Se muestra el último estado conocido.',
}

export const waitsFor: typeof en.waitsFor = {
  'check-in': 'espera el próximo contacto',
  approval: 'espera aprobación',
  lifecycle: 'no recibe configuración',
  slot: 'avisado, aún sin aplicar',
  logon: 'en vigor tras el próximo inicio de sesión',
  restart: 'entregado, en vigor tras reiniciar',
  wave: 'espera su oleada',
  drain: 'espera a que no haya nadie conectado',
}

export const itemStates: typeof en.itemStates = {
  applied: 'Aplicado',
  failed: 'Fallido',
  'not-applicable': 'No aplicable',
  pending: 'Pendiente',
  drifted: 'Desviado',
}

export const warnings: typeof en.warnings = {
  'list-without-switch': {
    title: 'La lista no tiene efecto',
    help: 'Hay programas en la lista, pero el parámetro del que dependen no está habilitado en esta directiva.',
  },
  'user-filters-only': {
    title: 'Solo filtros de usuario',
    help: 'Son parámetros de máquina: los filtros de usuario no distinguen las sesiones de un mismo host, así que la directiva no se aplica.',
  },
  'never-wins': {
    title: 'Nunca prevalece',
    help: 'Una directiva de mayor prioridad define todo lo que define esta, para todos los hosts a los que podría llegar.',
  },
  'matches-no-host': {
    title: 'No coincide con ningún host',
    help: 'Ningún host inscrito cumple los filtros.',
  },
  'path-entry': {
    title: 'Es una ruta',
    help: 'Citrix solo documenta nombres de ejecutable; un VDA puede ignorar la ruta. Se compara el nombre base.',
  },
  'interpreter-entry': {
    title: 'Es un intérprete',
    help: 'La lista no distingue sus programas: afecta a todo lo que ejecuta.',
  },
  'browser-entry': {
    title: 'Es un navegador',
    help: 'El navegador pierde sus servicios de bucle invertido si no se excluyen sus puertos.',
  },
  'citrix-helper-entry': {
    title: 'Es un componente de Citrix',
    help: 'Incluirlo impide funciones HDX. Quítelo.',
  },
  'duplicate-entry': { title: 'Repetido', help: 'Los nombres no distinguen mayúsculas; basta una entrada.' },
  'suspicious-entry': {
    title: 'Parece un error',
    help: 'Los nombres cortos, variables, comodines, comillas y espacios finales se toman al pie de la letra y no coincidirán con nada.',
  },
  'vip-without-loopback': {
    title: 'IP virtual sin bucle invertido',
    help: 'Un servidor de la lista enlaza con 0.0.0.0 y los clientes locales lo buscan en 127.0.0.1: no lo encontrarán.',
  },
  'missing-end': {
    title: 'Falta un extremo',
    help: 'Se vieron programas que hablan por el bucle invertido y solo uno está en la lista: no se encontrarían.',
  },
  'missing-twin': {
    title: 'Falta el gemelo',
    help: 'Los hosts ejecutan también el programa de la otra arquitectura, de 32 o 64 bits.',
  },
  'not-found': {
    title: 'No se vio en ningún host',
    help: 'Ningún agente lo ha visto con un socket abierto: puede que el nombre esté mal o que nadie lo use.',
  },
  'unverified-os': {
    title: 'Sistema operativo sin verificar',
    help: 'La función no está verificada en esta versión. Un administrador puede permitirla en los parámetros de la comunidad.',
  },
}

export const predictionReasons: typeof en.predictionReasons = {
  'no-config': 'el host aún no tiene ninguna configuración en vigor',
  'switch-off': 'el bucle invertido virtual está inhabilitado en este host',
  'list-empty': 'la lista de programas está vacía',
  'not-applicable': 'este host no admite el bucle invertido virtual',
  'session-0': 'la sesión 0 nunca se virtualiza',
  'not-virtualised-protocol': 'las sesiones de consola y de servicios nunca se virtualizan',
  'address-out-of-range': 'el ID de sesión queda fuera del rango de bucle invertido',
  'not-enforced': 'prevista, pero nada la aplica en este host',
}

export const predictionShort: typeof en.predictionShort = {
  'no-config': 'sin configuración',
  'switch-off': 'bucle inhabilitado',
  'list-empty': 'lista vacía',
  'not-applicable': 'no aplicable',
  'session-0': 'sesión 0',
  'not-virtualised-protocol': 'no se virtualiza',
  'address-out-of-range': 'fuera de rango',
  'not-enforced': 'no aplicada',
}

export const enforcers: typeof en.enforcers = {
  citrix: 'Citrix',
  microsoft: 'Microsoft',
  'linux-filter': 'filtro de Linux',
  'linux-shim': 'biblioteca de compatibilidad',
  simulated: 'simulado',
  none: 'ninguno',
}

export const discrepancies: typeof en.discrepancies = {
  'not-listed': {
    title: 'No está en la lista',
    help: 'El programa usa el bucle invertido, pero no figura en la lista de programas, así que sigue en 127.0.0.1.',
  },
  'switch-off': {
    title: 'Bucle invertido inhabilitado',
    help: 'Se observó una dirección propia aunque el bucle invertido virtual está inhabilitado en este host.',
  },
  'prefer-loopback': {
    title: 'Bucle invertido preferido',
    help: 'Ambas funciones se aplican al programa y la preferencia entre ellas decide algo distinto de lo previsto.',
  },
  'session-0': { title: 'Sesión 0', help: 'La sesión 0 nunca se virtualiza.' },
  'path-against-name': {
    title: 'Ruta frente a nombre',
    help: 'La lista indica una ruta y el programa se ejecuta desde otra; un VDA puede no reconocer ninguna.',
  },
  'restart-pending': {
    title: 'Reinicio pendiente',
    help: 'La configuración se ha entregado y solo entra en vigor tras reiniciar o iniciar sesión de nuevo.',
  },
  'not-enforced': {
    title: 'No aplicada',
    help: 'Nada en este host cambia lo que ven los programas: la dirección es solo una previsión.',
  },
  'no-lease': {
    title: 'Sin concesión',
    help: 'La sesión debería tener una IP virtual, pero no se le concedió ninguna.',
  },
  'not-virtualised': {
    title: 'Sin virtualizar',
    help: 'Windows registró que no dio la IP virtual a un programa de esta sesión: usa la dirección del servidor.',
  },
  'foreign-address': {
    title: 'Dirección ajena',
    help: 'El programa usa la dirección de bucle invertido de otra sesión.',
  },
}

export const notApplicableReasons: typeof en.notApplicableReasons = {}

export const protocols: typeof en.protocols = {
  ica: 'ICA',
  rdp: 'RDP',
  console: 'Consola',
  services: 'Servicios',
  xrdp: 'xrdp',
  launched: 'Iniciada por el agente',
  ssh: 'SSH',
}

export const allocationKinds: typeof en.allocationKinds = {
  granted: 'Concedida',
  computed: 'Prevista',
  observed: 'Observada',
}
