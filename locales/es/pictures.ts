import type { pictures as en } from '../en/pictures'

export const pictures: typeof en = {
  asTable: 'Como tabla',
  pool: {
    states: {
      free: 'Libre',
      held: 'En uso',
      resting: 'En reposo',
      reserved: 'Reservada',
      conflict: 'Conflicto',
    },
    address: 'Dirección',
    state: 'Estado',
    note: 'Nota',
  },
  strip: {
    zoomIn: 'Acercar',
    zoomOut: 'Alejar',
    earlier: 'Antes',
    later: 'Después',
    whole: 'Todo',
    lane: 'Línea',
    what: 'Qué',
    from: 'Desde',
    to: 'Hasta',
    now: 'ahora',
    brush:
      'Eje de tiempo: arrastre sobre él para acercar; las flechas desplazan, más y menos cambian la escala',
  },
  gallery: {
    title: 'Galería',
    question: '¿Cómo son los gráficos y qué dicen?',
    bar: 'Barra de convergencia',
    barText:
      'Cuántos hosts ejecutan lo que se les indicó; se llena a medida que lo hacen. Los rezagados, por nombre.',
    map: 'Mapa del grupo de direcciones',
    mapText: 'Las direcciones de un grupo: 256 a la vez, cada una en el lugar que dice su último octeto.',
    blocks: 'Mapa de un grupo más grande',
    blocksText: 'Un recuadro por cada parte del grupo, lleno hasta donde está en uso.',
    strip: 'Línea de la máquina del tiempo',
    stripText:
      'Quién tuvo una dirección y cuándo; una línea discontinua es un reinicio y una continua, una revisión.',
    chosen: (text) => `Elegido: ${text}`,
    example: 'Ejemplo',
    heldBy: (user) => `en uso por ${user}`,
    restart: 'Reinicio del host',
  },
}
