import type { ReasonCode } from '~/domain/discovery/reason'

/** Why a verdict was given. The values stand in braces, as in the English sentences of the rules. */
export const REASONS: Record<ReasonCode, string> = {
  'fixed-loopback':
    '{instances} instancias piden el mismo puerto {ports} en la dirección de bucle invertido: la segunda falla o acaba en la de otro usuario',
  'fixed-any':
    '{instances} instancias piden el mismo puerto {ports} en todas las direcciones (0.0.0.0): la segunda falla',
  'fixed-server':
    '{instances} instancias piden el mismo puerto {ports} en una dirección del servidor: la segunda falla',
  'fixed-name':
    'la captura muestra nombres en lugar de direcciones: repítala con la resolución de nombres desactivada',
  'any-by-loopback':
    '{clients} llega al puerto {ports} por la dirección de bucle invertido: con solo una IP virtual, el servidor se aleja de ella',
  'ipv6-loopback':
    'la dirección es ::1 y el bucle invertido virtual solo está documentado para 127.0.0.1: haga que el programa use IPv4',
  'ipv6-any': 'la dirección es solo :: y una IP virtual es una dirección IPv4',
  'already-virtual':
    'la dirección ya es la de una sesión ({address}): el bucle invertido virtual está en funcionamiento',
  'port-unknown':
    'la captura no muestra puertos: no se puede saber si el puerto es fijo. Repítala con netstat -anob o TCPView',
  'binds-loopback-port-unknown':
    '{instances} instancias escuchan en la dirección de bucle invertido; la captura no muestra puertos',
  'udp-fixed-port':
    '{instances} instancias usan el mismo puerto UDP {ports}; la regla habla de TCP y los sockets UDP pueden compartir un puerto',
  'udp-loopback':
    '{instances} instancias usan el mismo puerto UDP {ports} en la dirección de bucle invertido',
  'udp-group': 'el puerto UDP {ports} es de difusión y descubrimiento: allí escuchan todos a la vez',
  'udp-shared': 'varios procesos tenían a la vez el puerto UDP {ports}: lo comparten a propósito',
  wandering:
    'cada instancia toma otro puerto ({ports}): nada falla, pero los clientes que prueban el primero acaban en el de otro usuario',
  'wandering-same-capture':
    'los procesos se vieron en una sola captura sin sesiones: si son de un mismo usuario, son partes de un solo programa',
  'wandering-known': 'según el catálogo, pasa al puerto siguiente',
  'seen-once':
    'visto una vez: abra una segunda instancia, en otra sesión, y repita la captura (puerto {ports})',
  'seen-once-client':
    'visto una vez: abra una segunda instancia, en otra sesión, y repita la captura (se conecta a {address}:{ports})',
  'same-process': 'las capturas muestran el mismo proceso: abra la segunda instancia en otra sesión',
  'parts-of-one':
    'varios procesos con puertos propios en una captura sin sesiones: agregue tasklist o query process',
  'picked-ports': 'cada instancia tiene otro puerto, elegido por el sistema: nada choca',
  'outgoing-only': 'solo conexiones salientes desde puertos elegidos por el sistema',
  'no-sockets-of-note': 'no escucha ni se conecta a la dirección de bucle invertido',
  'system-process': 'es parte del sistema operativo',
  'service-session': 'se ejecuta en la sesión 0, que nunca se virtualiza',
  'client-of': 'se conecta a {address}:{ports} de {listener}: los dos extremos deben estar en la lista',
  'client-of-wandering': 'se conecta a {listener}, cuyo puerto cambia: puede acabar en el de otro usuario',
  'client-of-unknown':
    '{instances} instancias se conectan al puerto {ports} de la dirección de bucle invertido; quien escucha no está en la captura',
  'client-of-service':
    'se conecta a {address}:{ports} de {listener}, que sirve a todas las sesiones: si se incluye en la lista, dejará de encontrarlo salvo que se excluya el puerto {ports}',
  'broken-unlisted-client':
    '{listener} está en la lista y {client}, que se conecta a él por el puerto {ports}, no: el cliente no lo encuentra',
  'broken-unlisted-listener':
    '{client} está en la lista y {listener}, al que se conecta por el puerto {ports}, no: el cliente no lo encuentra',
  'broken-moved-listener':
    '{listener} escucha en {address}, el bucle invertido de una sesión, y {client} prueba 127.0.0.1:{ports}: uno de los dos no está en la lista',
  'no-process-ids':
    'las capturas no tienen identificadores de proceso: las instancias se distinguen solo por la captura',
  'over-listed':
    'está en la lista y no abrió nada en {days} días en los {hosts} hosts observados que lo tienen en su lista',
  'known-program': 'el catálogo lo conoce como {name}',
  'never-list': '{advice}',
  interpreter: 'ejecuta muchos programas: una lista no puede distinguirlos',
  browser: 'es un navegador: se movería todo su tráfico de bucle invertido, salvo los puertos excluidos',
}
