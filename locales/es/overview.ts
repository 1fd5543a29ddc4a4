import type * as en from '../en/overview'
import { choose, count } from './common'

export const overview: typeof en.overview = {
  title: 'Resumen',
  question: '¿Ha convergido la comunidad y qué requiere atención?',
  sessions: {
    title: 'Sesiones',
    hint: 'Abiertas al final de cada hora, en las últimas 24 horas',
    openNow: (n) => choose(n, 'sesión abierta ahora', 'sesiones abiertas ahora'),
    logonsInDay: (n) => `${count(n, 'inicio de sesión', 'inicios de sesión')} en 24 horas`,
    chart: (most) => `Sesiones abiertas por hora en las últimas 24 horas; como máximo, ${most}.`,
    nowMark: 'ahora',
    asTable: 'Ver como tabla',
    table: 'Sesiones por hora',
    hour: 'Desde las',
    open: 'Abiertas al final',
    logons: 'Inicios de sesión',
  },
  discrepancies: {
    title: 'Discrepancias',
    none: 'Todas las sesiones abiertas muestran lo previsto, hasta donde se ha observado.',
  },
  lifecycle: 'Hosts por ciclo de vida',
  changes: {
    title: 'Últimos cambios',
    all: 'Registro completo',
    none: 'Nadie ha cambiado nada últimamente.',
  },
}
