import type { Sentences } from './sentences'

/** What the readers of captures say of lines and files that they could not take as they stood, in Spanish. */
export const CAPTURE_REMARKS: Sentences = [
  // Why a line is no row.
  [/^not a row of this listing$/, 'no es una fila de este listado'],
  [
    /^begins like a row, but its addresses cannot be read$/,
    'empieza como una fila, pero no se pueden leer sus direcciones',
  ],
  [
    /^the row is cut off: the file ends in the middle of it$/,
    'la fila está cortada: el archivo termina a la mitad',
  ],
  [
    /^the block is cut off: the file ends in the middle of it$/,
    'el bloque está cortado: el archivo termina a la mitad',
  ],
  [
    /^the sample is cut off: the file ends in the middle of it$/,
    'la muestra está cortada: el archivo termina a la mitad',
  ],
  [/^the line is over 4096 characters long$/, 'la línea tiene más de 4096 caracteres'],
  [/^no session id in the row$/, 'la fila no tiene identificador de sesión'],
  [/^no session and process id in the row$/, 'la fila no tiene identificadores de sesión y de proceso'],
  [/^not a JSON object$/, 'no es un objeto JSON'],
  [/^(\d+) cells where the heading has (\d+)$/, 'tiene $1 celdas y el encabezado tiene $2'],
  [/^a quotation mark is opened and never closed$/, 'se abren unas comillas que no se cierran'],
  [/^not six cells of a tcpvcon row$/, 'no son las seis celdas de una fila de tcpvcon'],
  [/^neither a property nor a blank line$/, 'no es una propiedad ni una línea en blanco'],
  [
    /^no protocol cell with a process before it and addresses after it$/,
    'no hay una celda de protocolo con un proceso delante y direcciones detrás',
  ],
  [
    /^no process id where the heading has one$/,
    'no hay identificador de proceso donde lo tiene el encabezado',
  ],
  [/^not the cells of a tasklist row$/, 'no son las celdas de una fila de tasklist'],
  [
    /^neither a label with a value nor a blank line$/,
    'no es una etiqueta con su valor ni una línea en blanco',
  ],
  [
    /^no process id in the second place of the block$/,
    'no hay identificador de proceso en el segundo lugar del bloque',
  ],
  [/^neither a block of tcpvcon nor a detail of one$/, 'no es un bloque de tcpvcon ni un detalle de uno'],
  [/^the block lacks its addresses$/, 'al bloque le faltan las direcciones'],
  [/^the row has no LocalAddress( \(the file may be cut off\))?$/, 'la fila no tiene LocalAddress'],
  [/^LocalAddress is not an address( \(the file may be cut off\))?$/, 'LocalAddress no es una dirección'],
  [/^the row has no State: it may be cut off$/, 'la fila no tiene State: puede estar cortada'],
  [/^a line of another format: (\S+)$/, 'una línea de otro formato: $1'],
  [/^LocalPort is not a port( \(the file may be cut off\))?$/, 'LocalPort no es un puerto'],
  [/^RemotePort is not a port( \(the file may be cut off\))?$/, 'RemotePort no es un puerto'],
  [
    /^OwningProcess is not a process id( \(the file may be cut off\))?$/,
    'OwningProcess no es un identificador de proceso',
  ],
  [/^a cell was cut by the width of the table$/, 'el ancho de la tabla cortó una celda'],

  // What is said of a whole file.
  [
    /^Some ports are names that stand in no list: those ports are unknown\. Capture again with numbers \(-n\)\.$/,
    'Algunos puertos son nombres que no figuran en ninguna lista: se desconocen. Repita la captura con números (-n).',
  ],
  [
    /^Ports were printed as service names: registered names were turned into their numbers\.$/,
    'Los puertos venían como nombres de servicio: los registrados se convirtieron en su número.',
  ],
  [
    /^The listing has no process ids \(netstat without -o\)\.$/,
    'El listado no tiene identificadores de proceso (netstat sin -o).',
  ],
  [
    /^Columns without far end and state: read as UDP endpoints\.$/,
    'Columnas sin extremo remoto ni estado: se leyeron como sockets UDP.',
  ],
  [
    /^port unknown: this version of tcpvcon prints no ports, so no fixed port can be shown$/,
    'puerto desconocido: esta versión de tcpvcon no muestra puertos, así que no puede probar un puerto fijo',
  ],
  [
    /^(\d+) of (\d+) rows have a process id that the process list does not know\.$/,
    '$1 de $2 filas tienen un identificador de proceso que la lista de procesos no conoce.',
  ],
  [
    /^The listing has no protocol column; its states are those of (\w+)\.$/,
    'El listado no tiene columna de protocolo; sus estados son los de $1.',
  ],
  [
    /^Some sockets are held by several processes: the first one is given\.$/,
    'Algunos sockets son de varios procesos: se toma el primero.',
  ],
  [
    /^(\d+) more lines without a row are not listed one by one, (\d+) of them rejected\.$/,
    'Otras $1 líneas sin fila no se detallan una a una; de ellas, $2 rechazadas.',
  ],
  [
    /^(\d+) more sockets are not kept for comparison: the file has too many\.$/,
    'Otros $1 sockets no se conservan para comparar: el archivo tiene demasiados.',
  ],
  [
    /^The last line has no line end: the file may be cut off\.$/,
    'La última línea no tiene fin de línea: el archivo puede estar cortado.',
  ],
  [/^NUL characters were left out\.$/, 'Se omitieron los caracteres NUL.'],
  [
    /^Mixed formats: this is (\S+), but some lines have the shape of (\S+)\. Those are rejected: give them as a file of their own\.$/,
    'Formatos mezclados: es $1, pero algunas líneas tienen la forma de $2. Esas se rechazan: súbalas en un archivo aparte.',
  ],
  [
    /^The table cuts names at 25 characters: use tasklist \/fo csv for the whole names\.$/,
    'La tabla corta los nombres a los 25 caracteres: use tasklist /fo csv para tenerlos enteros.',
  ],

  // Why a file is refused.
  [/^it is empty$/, 'está vacío'],
  [/^it has nothing but blanks$/, 'solo tiene espacios en blanco'],
  [
    /^its first line is over 4096 characters long: no capture has such lines$/,
    'su primera línea tiene más de 4096 caracteres: ninguna captura tiene líneas así',
  ],
  [
    /^no line of it has the shape of a known capture \((.*), agent samples\) or of a process or session list \((.*)\)$/,
    'ninguna de sus líneas tiene la forma de una captura conocida ($1, muestras del agente) ni de una lista de procesos o sesiones ($2)',
  ],
  [/^it is binary data, not text$/, 'son datos binarios, no texto'],
  [/^it is a Windows program, not text$/, 'es un programa de Windows, no texto'],
  [/^it is a Linux program, not text$/, 'es un programa de Linux, no texto'],
  [
    /^it is a ZIP archive \(or an Office document\), not text$/,
    'es un archivo ZIP (o un documento de Office), no texto',
  ],
  [/^it is a gzip archive, not text$/, 'es un archivo gzip, no texto'],
  [/^it is a PDF document, not text$/, 'es un documento PDF, no texto'],
  [/^it is a picture, not text$/, 'es una imagen, no texto'],
  [/^it is a network trace \((\w+)\), not text$/, 'es una traza de red ($1), no texto'],
  [/^it is an event trace, not text$/, 'es una traza de eventos, no texto'],
  [/^Give a capture, or a list beside one\.$/, 'Suba una captura, o una lista que acompañe a una.'],

  // Captures that are not of one machine.
  [
    /^(.*) is of a (windows|linux) machine, (.*) of a (windows|linux) one$/,
    '$1 es de una máquina $2 y $3 de una $4',
  ],
  [
    /^(.*) shows (\S+) as its own address, (.*) shows (\S+), and they share none$/,
    '$1 muestra $2 como dirección propia, $3 muestra $4, y no comparten ninguna',
  ],
  [
    /^captures that are compared are of one machine$/,
    'las capturas que se comparan son de una misma máquina',
  ],
  [
    /^Analyse the captures of each machine on their own, or say that it is one machine whose address changed\.$/,
    'Suba las capturas de cada máquina por separado, o indique que es una misma máquina cuya dirección cambió.',
  ],
  [/^process (\d+) is (\S+) and (\S+)$/, 'el proceso $1 es $2 y $3'],
  [/^(\S+) belongs to process (\d+) and to process (\d+)$/, '$1 pertenece al proceso $2 y al proceso $3'],
  [
    /^the rows of one capture are of one machine at one moment$/,
    'las filas de una captura son de una máquina en un momento',
  ],
  [
    /^Give the captures as files of their own, each from one machine\.$/,
    'Suba las capturas en archivos aparte, cada una de una máquina.',
  ],
  [/^process (\d+) is (\S+) in one and (\S+) in the other$/, 'el proceso $1 es $2 en uno y $3 en el otro'],
  [
    /^the process list is of the machine and moment of the capture$/,
    'la lista de procesos es de la máquina y el momento de la captura',
  ],
  [/^Take both at once, and give them again\.$/, 'Haga las dos a la vez y súbalas de nuevo.'],
  [/^A capture has at most (\d+) MB\.$/, 'Una captura tiene como máximo $1 MB.'],
  [/^A comparison has at most (\d+) files\.$/, 'Una comparación tiene como máximo $1 archivos.'],
  [
    /^(\d+) uploads are running\. Try again when one is done\.$/,
    'Hay $1 subidas en curso. Vuelva a intentarlo cuando termine una.',
  ],
  [
    /^There are (\d+) comparisons already\. Remove some that you need no more\.$/,
    'Ya hay $1 comparaciones. Quite las que no necesite.',
  ],
  [
    /^There is no such comparison\. Somebody may have removed it\.$/,
    'Esa comparación ya no existe. Puede que alguien la haya quitado.',
  ],
]
