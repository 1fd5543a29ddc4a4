import type * as en from '../en/overview'
import { choose, count } from './common'

export const overview: typeof en.overview = {
  title: 'Resumen',
  question: '¿Están todos los hosts al día y qué requiere atención?',
  first: {
    title: 'Primeros pasos',
    hint: 'Lo que necesita una comunidad nueva, en este orden.',
    done: 'Hecho',
    steps: {
      enrol: { title: 'Inscribir un host', text: 'Un grupo de entrega, un token y un comando en el host.' },
      policy: {
        title: 'Crear una directiva',
        text: 'Qué programas reciben una dirección propia y en qué hosts.',
      },
      publish: {
        title: 'Revisar y publicar',
        text: 'Los hosts la aplican en segundos y esta pantalla lo muestra.',
      },
    },
  },
  sessions: {
    title: 'Sesiones',
    span: 'Tiempo mostrado',
    spans: { day: '24 horas', week: '7 días' },
    hints: {
      day: 'Abiertas al final de cada hora, en las últimas 24 horas',
      week: 'El máximo de sesiones abiertas cada seis horas, en los últimos 7 días',
    },
    openNow: (n) => choose(n, 'sesión abierta ahora', 'sesiones abiertas ahora'),
    logonsIn: {
      day: (n) => `${count(n, 'inicio de sesión', 'inicios de sesión')} en 24 horas`,
      week: (n) => `${count(n, 'inicio de sesión', 'inicios de sesión')} en 7 días`,
    },
    charts: {
      day: (most) => `Sesiones abiertas por hora en las últimas 24 horas; como máximo, ${most}.`,
      week: (most) => `Sesiones abiertas en los últimos 7 días, cada seis horas; ${most} como máximo.`,
    },
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
  findings: {
    title: 'Hallazgos',
    open: (n) => count(n, 'hallazgo abierto', 'hallazgos abiertos'),
    none: 'Ningún hallazgo está pendiente de decisión.',
  },
  pools: {
    title: 'Grupos de direcciones',
    held: (held, size, share) => `${held} de ${size} en uso, ${share}`,
    full: 'Lleno a este ritmo',
  },
  lifecycle: 'Hosts por ciclo de vida',
  changes: {
    title: 'Últimos cambios',
    all: 'Registro completo',
    none: 'Nadie ha cambiado nada últimamente.',
  },
}
