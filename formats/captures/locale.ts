/**
 * The language of a capture's headings: only reported, and used to choose between old code pages. Nothing is parsed by it.
 * A language is told by a word of its column headings that no other language of the list has.
 */

const MARKS: [string, RegExp][] = [
  ['es', /Conexiones activas|Direcci[oó]n (?:local|remota)|Nombre de imagen|NOMBRE DE SESI[OÓ]N/i],
  ['de', /Aktive (?:Verbindungen|Internetverbindungen)|Lokale Adresse|Remoteadresse|Abbildname|SITZUNGSNAME/],
  [
    'fr',
    /Connexions actives|Connexions Internet actives|Adresse (?:locale|distante)|Nom de l.image|NOM DE SESSION/i,
  ],
  ['it', /Connessioni attive|Connessioni Internet attive|Indirizzo (?:locale|esterno|remoto)|Nome immagine/],
  ['pt', /Conexões|Ligações activas|Endere[çc]o (?:local|externo)|Nome da imagem/i],
  ['nl', /Actieve verbindingen|Lokaal adres|Extern adres/],
  ['ru', /Активные подключения|Активные соединения|Локальный адрес|Внешний адрес|Имя образа|СЕАНС/],
  ['pl', /Aktywne połączenia|Adres lokalny|Obcy adres|Nazwa obrazu/],
  ['cs', /Aktivní (?:připojení|spojení)|Místní adresa|Vzdálená adresa/],
  ['hu', /Aktív kapcsolatok|Helyi cím|Idegen cím/],
  ['sv', /Aktiva anslutningar|Lokal adress|Extern adress/],
  ['da', /Aktive forbindelser|Lokal adresse|Ekstern adresse/],
  ['tr', /Etkin Bağlantılar|Yerel Adres|Yabancı Adres/],
  ['el', /Ενεργές συνδέσεις|Τοπική διεύθυνση/],
  ['ja', /アクティブな接続|ローカル アドレス|外部アドレス|イメージ名/],
  ['zh', /活动连接|本地地址|外部地址|使用中連線|本機位址|映像名称|映像名稱/],
  ['ko', /활성 연결|로컬 주소|외부 주소/],
  ['uk', /Активні підключення|Локальна адреса/],
  // Last: tools that are translated in part leave some English headings.
  ['en', /Active Connections|Foreign Address|Local Address|Image Name|SESSIONNAME\s+USERNAME/],
]

/** The language of a sample's headings as an IETF tag (`es`), or undefined when none is recognised. */
export function localeOf(lines: readonly string[]): string | undefined {
  const head = lines.slice(0, 40).join('\n')
  return MARKS.find(([, mark]) => mark.test(head))?.[0]
}
