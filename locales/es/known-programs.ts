/** What the catalogue says of the programs that it comes with, by its English words: what people changed is as they wrote it. */

export const KNOWN_TEXTS: Record<string, string> = {
  // What to do.
  'List bbcomm.exe and every program that uses the API (Excel, own tools): both ends must be listed.':
    'Incluya bbcomm.exe y todos los programas que usan la API (Excel, herramientas propias): los dos extremos deben estar en la lista.',
  "List it with the word processor that talks to it. Without, one user's items are saved in the library of another. The browser connector also uses the port.":
    'Inclúyalo junto con el procesador de textos que habla con él. Si no, lo que guarda un usuario acaba en la biblioteca de otro. El conector del navegador también usa el puerto.',
  'As Zotero, on its own port.': 'Como Zotero, en su propio puerto.',
  'List it; its client is a browser add-on, so the browser meets it only when listed too, with its other ports excluded.':
    'Inclúyalo; su cliente es un complemento del navegador, que solo lo encuentra si también está en la lista, con sus demás puertos excluidos.',
  "Without an address of its own, one user's authorisation windows appear for another.":
    'Sin una dirección propia, las ventanas de autorización de un usuario le aparecen a otro.',
  'It does not fail: it takes the next port, and prints of one user reach another. javaw.exe runs many programs: prefer its own executable.':
    'No falla: toma el puerto siguiente, y lo que imprime un usuario le llega a otro. javaw.exe ejecuta muchos programas: mejor su propio ejecutable.',
  'List it; its clients are web pages, so the browser must reach it as well. Only port 41951 was verified, the following ones were not.':
    'Inclúyalo; sus clientes son páginas web, así que el navegador también debe llegar a él. Solo se verificó el puerto 41951, no los siguientes.',
  'Signing by a web page over wss: the browser is the other end.':
    'Firma desde una página web por wss: el otro extremo es el navegador.',
  'Signing by a web page. Run by javaw.exe it cannot be told from other Java programs.':
    'Firma desde una página web. Ejecutado por javaw.exe, no se distingue de otros programas Java.',
  'List it with the softphone that asks it about the headset.':
    'Inclúyalo junto con el softphone que le pregunta por los auriculares.',
  'List it with the programs that use its API. 36036 is the port of older versions.':
    'Inclúyalo junto con los programas que usan su API. 36036 es el puerto de versiones anteriores.',
  'List it with the CRM that controls it.': 'Inclúyalo junto con el CRM que lo controla.',
  'Never list it: Teams and browser content redirection reach it by 127.0.0.1. Exclude its ports when a browser is listed.':
    'No lo incluya nunca: Teams y la redirección de contenido del navegador llegan a él por 127.0.0.1. Excluya sus puertos si incluye un navegador.',
  'Two programs want one port. 9100 is also the raw port of printers.':
    'Dos programas quieren el mismo puerto. 9100 es también el puerto directo de las impresoras.',
  'It takes the port that Zotero wants.': 'Toma el puerto que quiere Zotero.',
  'A debugging port reachable by other users is a danger before it is a clash: turn it off where you can.':
    'Un puerto de depuración al alcance de otros usuarios es un peligro antes que un choque: desactívelo donde pueda.',
  'An Electron program with a fixed web-socket port.': 'Un programa Electron con un puerto WebSocket fijo.',
  'An Electron program with a fixed port.': 'Un programa Electron con un puerto fijo.',
  'H.323 wants an address for each user; the client API is on the loopback address. Soft-phone mode may be unsupported on session hosts.':
    'H.323 quiere una dirección por usuario; la API de cliente está en la dirección de bucle invertido. El modo softphone puede no admitirse en hosts de sesión.',
  'SIP on a fixed port wants an address for each user.':
    'SIP en un puerto fijo quiere una dirección por usuario.',
  'Two of them on one local SIP port clash.': 'Dos de ellos chocan en un mismo puerto SIP local.',
  'List it with its clients.': 'Inclúyalo junto con sus clientes.',
  'It steps to the next port: a browser may open the files of another user.':
    'Pasa al puerto siguiente: un navegador puede abrir los archivos de otro usuario.',
  'It steps through its ports: clients meet the first user.':
    'Va probando sus puertos: los clientes se encuentran con el primer usuario.',

  'Citrix needs it at 127.0.0.1: never list it': 'Citrix lo necesita en 127.0.0.1: no lo incluya nunca',

  // Names that are words, not names alone.
  'DYMO Connect web service': 'Servicio web de DYMO Connect',
  'KeePass with KeePassRPC': 'KeePass con KeePassRPC',
  'KeePass with KeePassHttp': 'KeePass con KeePassHttp',
  'Plantronics or Poly Hub': 'Plantronics o Poly Hub',
  'Refinitiv Eikon or Workspace API proxy': 'Proxy de la API de Refinitiv Eikon o Workspace',
  'Citrix HDX HTML5 video redirection and Teams helper':
    'Redirección de vídeo HTML5 de Citrix HDX y auxiliar de Teams',
  'ret-sync (clashes with a Logitech updater)': 'ret-sync (choca con un actualizador de Logitech)',
  'Foxit Reader on Linux (clashes with Zotero)': 'Foxit Reader en Linux (choca con Zotero)',
  'Remote debugging of Chrome and Electron': 'Depuración remota de Chrome y Electron',
  'Genesys Workspace Desktop and PureConnect client': 'Genesys Workspace Desktop y cliente de PureConnect',
  '3CX, MicroSIP and other SIP softphones': '3CX, MicroSIP y otros softphones SIP',
  'Anki with AnkiConnect': 'Anki con AnkiConnect',
  'Built-in server of JetBrains IDEs': 'Servidor integrado de los IDE de JetBrains',
  'Local RPC of Discord': 'RPC local de Discord',
  'Local RPC of Spotify': 'RPC local de Spotify',

  // Where it was learnt.
  'Bloomberg Transport & Security Specification; public API samples':
    'Especificación de transporte y seguridad de Bloomberg; ejemplos públicos de la API',
  'zotero/zotero-connectors issue 384, zotero/zotero issue 1304':
    'zotero/zotero-connectors, incidencia 384; zotero/zotero, incidencia 1304',
  'zotero/zotero-connectors issues': 'incidencias de zotero/zotero-connectors',
  'kee-org/keepassrpc issues 92 and 104': 'kee-org/keepassrpc, incidencias 92 y 104',
  'pfn/keepasshttp issues 168 and 255, KeeFox issue 479':
    'pfn/keepasshttp, incidencias 168 y 255; KeeFox, incidencia 479',
  'qzind/tray issues 734, 810 and 1260': 'qzind/tray, incidencias 734, 810 y 1260',
  'Public client libraries for the port 41951': 'Bibliotecas de cliente públicas para el puerto 41951',
  'ctt-gob-es/clienteafirma issue 357': 'ctt-gob-es/clienteafirma, incidencia 357',
  'Public integrations of NexU': 'Integraciones públicas de NexU',
  "Plantronics' sample code": 'Código de ejemplo de Plantronics',
  'eikonapir issue 8': 'eikonapir, incidencia 8',
  'voiceip/tinyphone issue 39': 'voiceip/tinyphone, incidencia 39',
  "Citrix's tech zone on Teams redirection": 'Tech Zone de Citrix, sobre la redirección de Teams',
  'bootleg/ret-sync issue 61': 'bootleg/ret-sync, incidencia 61',
  'zotero/zotero issue 1484': 'zotero/zotero, incidencia 1484',
  'wmux pull request 86': 'wmux, solicitud de cambio 86',
  'Issues of cs-demo-manager': 'Incidencias de cs-demo-manager',
  'Issues of eDEX-UI': 'Incidencias de eDEX-UI',
  'Issues of DSH Desktop': 'Incidencias de DSH Desktop',
  "Avaya's IP Agent guide for Citrix (1719, 1720); the API port from memory":
    'Guía de Avaya IP Agent para Citrix (1719, 1720); el puerto de la API, de memoria',
  'From memory; not checked': 'De memoria; sin comprobar',
  'slomkowski/mumsi issue 15 for the clash; names and ports from memory':
    'slomkowski/mumsi, incidencia 15, sobre el choque; nombres y puertos, de memoria',
}
