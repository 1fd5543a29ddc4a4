import type { enforcement as en } from '../en/enforcement'

const bySource: (typeof en)['bySource'] = {
  ready: { reason: 'El filtro del núcleo se carga y se enlaza en esta máquina.' },
  'told-to-observe': {
    reason: 'El agente se inició solo para observar.',
    mend: 'Inícielo sin --observe-only.',
  },
  'no-rights': {
    reason: 'El agente no puede cargar programas en el núcleo.',
    mend: 'Ejecútelo como root.',
  },
  'no-cgroup-v2': {
    reason: 'Los grupos de control versión 2 no están montados.',
    mend: 'Arranque con systemd.unified_cgroup_hierarchy=1, o monte cgroup2.',
  },
  'cgroup-read-only': {
    reason: 'No se puede crear ningún grupo de control.',
    mend: 'Monte cgroup versión 2 con escritura; en un contenedor, dele un espacio de nombres de cgroup con escritura.',
  },
  'no-bpftool': { reason: 'Falta el comando bpftool.', mend: 'Instale bpftool.' },
  'bpftool-mismatch': {
    reason: 'El comando bpftool no muestra lo que está conectado en este núcleo.',
    mend: 'Instale el bpftool de la misma versión del sistema que el núcleo.',
  },
  'no-btf': {
    reason: 'El núcleo no describe sus tipos.',
    mend: 'Arranque un núcleo compilado con CONFIG_DEBUG_INFO_BTF; los de Debian 11 y posteriores lo están.',
  },
  lockdown: {
    reason: 'El bloqueo del núcleo (lockdown) impide al filtro ver qué programa se ejecuta.',
    mend: 'Arranque con lockdown=integrity, que también admite Secure Boot.',
  },
  'kernel-too-old': {
    reason: 'El núcleo es demasiado antiguo.',
    mend: 'El filtro necesita Linux 5.10 o posterior.',
  },
  'object-damaged': {
    reason: 'El filtro compilado no es el que venía con el agente.',
    mend: 'Vuelva a instalar el agente.',
  },
  memlock: {
    reason: 'El agente puede fijar muy poca memoria.',
    mend: 'Ponga LimitMEMLOCK=infinity en la unidad del agente.',
  },
  'foreign-hooks': {
    reason: 'El núcleo no deja enlazar el filtro junto a lo que ya está enlazado.',
    mend: 'Busque con bpftool cgroup tree otra herramienta que retenga los enlaces de un grupo superior.',
  },
  'load-refused': {
    reason: 'El núcleo rechaza el filtro.',
    mend: 'Comuníquelo con la salida de vipfarm-agent probe --json.',
  },
}

export const enforcement: typeof en = {
  title: 'Aplicación',
  driver: 'Controlador en vigor',
  why: 'Por qué',
  mend: 'Qué hacer',
  told: 'El agente dice',
  drivers: {
    bpf: 'Filtro del núcleo',
    preload: 'Biblioteca de compatibilidad',
    none: 'Ninguno: solo informa',
  },
  driverHelp: {
    bpf: 'El núcleo cambia las llamadas de cada programa de la lista, se haya compilado como se haya compilado.',
    preload:
      'Una biblioteca que se carga en las sesiones lanzadas. Es compatibilidad, no imposición: los programas estáticos no la cargan y los usuarios pueden omitirla.',
    none: 'Se informa de las sesiones y ningún programa recibe otra dirección.',
  },
  bySource,
  proof: 'Prueba',
  proved: 'funciona en esta sesión',
  disproved: 'no funciona en esta sesión',
  wrong: (checks) => `No está como debería: ${checks}.`,
  notYet: 'aún sin probar',
  uncovered: 'Sin cubrir',
  uncoveredBy: {
    names:
      'Las llamadas que preguntan por nombres: el agente no lanzó la sesión, que comparte el archivo hosts del equipo.',
    'user-manager':
      'Los programas que systemd inicia para el usuario fuera de la sesión: el usuario tiene varias sesiones y no son de ninguna.',
    'static-programs':
      'Los programas que no cargan bibliotecas, los setuid y aquellos cuyo usuario omite la biblioteca.',
  },
}
