import type { virtualIp as english } from '../en/virtual-ip'

export const virtualIp: typeof english = {
  short: {
    asking: 'solicitándola',
    'no-answer': 'sin respuesta',
    'nothing-free': 'ámbito lleno',
    refused: 'denegada',
    conflict: 'dirección en uso',
    expired: 'concesión vencida',
    'no-adapter': 'sin adaptador',
    'cannot-ask': 'no se puede pedir',
    'cannot-add': 'no se pudo agregar',
    'session-ended': 'sesión terminada',
    'not-virtualised': 'no se virtualiza',
    'no-such-pool': 'grupo inexistente',
    'pool-exhausted': 'grupo agotado',
  },
  reasons: {
    asking: 'Se está pidiendo una dirección.',
    'no-answer': 'Quien entrega las direcciones no responde: el servidor DHCP o esta comunidad.',
    'nothing-free': 'El servidor DHCP responde, pero no le quedan direcciones en esta red.',
    refused: 'El servidor DHCP denegó la dirección.',
    conflict: 'Otra máquina usa la dirección recibida. Se rechazó y se pide otra.',
    expired: 'La concesión venció antes de que un servidor DHCP la renovara.',
    'no-adapter': 'Ningún adaptador del host coincide con VirtualIpAdapter, o podría ser más de uno.',
    'cannot-ask': 'El host no puede pedir una dirección.',
    'cannot-add': 'No se pudo poner la dirección en el adaptador.',
    'session-ended': 'La sesión terminó antes de recibir una dirección.',
    'not-virtualised': 'Las sesiones de este tipo no reciben IP virtual.',
    'no-such-pool': 'Ningún grupo de direcciones tiene el nombre indicado en VirtualIpPool.',
    'pool-exhausted': 'Al grupo no le quedan direcciones.',
  },
  fallback: {
    'server-address': 'Mientras tanto, sus programas usan la dirección del servidor.',
    none: 'Mientras tanto, sus programas no pueden usar la red.',
  },
}
