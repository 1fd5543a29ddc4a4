import type { citrix as english } from '../en/citrix'

export const citrix: typeof english = {
  title: 'Sitio de Citrix',
  hint: 'Lo que vipfarm citrix escribió a través de la API REST del sitio.',
  unproven: 'Sin probar en un sitio real',
  unprovenText:
    'El conector se hizo según las llamadas documentadas y solo se ha probado con un simulador de ellas. Lea su plan antes de aplicarlo.',
  none: 'Aún no se ha escrito nada en ningún sitio. En una máquina que llegue al sitio y a la base de datos de la comunidad:',
  current: 'El sitio ya tiene lo que está publicado.',
  outdated: 'Desde la última vez se han publicado otras directivas: cree un plan y aplíquelo.',
  site: 'Sitio y conjunto de directivas',
  revision: 'Revisión',
  when: 'Cuándo',
  by: 'Por',
  calls: 'Llamadas',
  state: 'Estado',
  states: {
    applying: 'En curso',
    delivered: 'Entregado',
    interrupted: 'Interrumpido',
    'broken-off': 'Cortado',
  },
  brokeOff:
    'Dejó de dar señales de vida: se detuvo el comando por la fuerza o se apagó su máquina. Vuelva a ejecutar el mismo comando.',
  standings: {
    delivering: 'Entregándose',
    outdated: 'Sin entregar',
    'half-delivered': 'Entregado a medias',
    'delivered-not-in-force': 'Entregado, aún no en vigor',
    'in-force': 'En vigor',
  },
  reasons: {
    delivering: 'El conector está escribiendo en el sitio.',
    outdated: 'Se han publicado otras directivas después de la última entrega.',
    'half-delivered': 'El conector se interrumpió: vuelva a ejecutar el mismo comando.',
    'delivered-not-in-force':
      'Citrix lo toma al arrancar el host, al arrancar su agente (Citrix Desktop Service) o, como muy tarde, en 90 minutos',
    restart: 'El host ha arrancado después.',
    interval:
      'Ya ha pasado el intervalo de 90 minutos de Citrix. Las sesiones del host muestran si está en vigor.',
  },
}
