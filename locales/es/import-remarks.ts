import type { Sentences } from './sentences'

/** What readers and writers of files say of what they could not take over as it stood, in Spanish. */
export const IMPORT_REMARKS: Sentences = [
  [
    /^"(.*)" stands there twice, first on line (\d+); one was kept\.$/,
    '«$1» figura dos veces, la primera en la línea $2; se conservó una.',
  ],
  [
    /^A list says nothing of where it applies: without filters the policy applies everywhere\.$/,
    'Una lista no dice dónde se aplica: sin filtros, la directiva se aplica en todas partes.',
  ],
  [
    /^Another file has a policy called "(.*)": this one is called "(.*)"\.$/,
    'Otro archivo tiene una directiva llamada «$1»: esta se llama «$2».',
  ],
  [
    /^GroupPolicyFilter\.xml was not given, so the policy comes switched off: its filters are not known\.$/,
    'Falta GroupPolicyFilter.xml, así que la directiva llega inhabilitada: no se conocen sus filtros.',
  ],
  [
    /^One filter could not be taken over, so the policy comes switched off\. Look at its filters, then switch it on\.$/,
    'Un filtro no se pudo incorporar, así que la directiva llega inhabilitada. Revise sus filtros y habilítela.',
  ],
  [
    /^(\d+) filters could not be taken over, so the policy comes switched off\. Look at its filters, then switch it on\.$/,
    '$1 filtros no se pudieron incorporar, así que la directiva llega inhabilitada. Revise sus filtros y habilítela.',
  ],
  [
    /^Priorities run from 1 without gaps here; the order is the file's: (.*), and (\d+) more\.$/,
    'Aquí las prioridades van desde 1 y sin huecos; el orden es el del archivo: $1 y $2 más.',
  ],
  [
    /^Priorities run from 1 without gaps here; the order is the file's: (.*)\.$/,
    'Aquí las prioridades van desde 1 y sin huecos; el orden es el del archivo: $1.',
  ],
  [
    /^The delivery group is known by its id (\S+) only\. Hosts are compared by name: give the name with --ids, or write it in\.$/,
    'Del grupo de entrega solo se conoce el id $1. Los hosts se comparan por nombre: indíquelo con --ids o escríbalo.',
  ],
  [
    /^The tag is known by its id (\S+) only\. Hosts are compared by name: give the name with --ids, or write it in\.$/,
    'De la etiqueta solo se conoce el id $1. Los hosts se comparan por nombre: indíquelo con --ids o escríbalo.',
  ],
  [
    /^The user or group is known by its id (\S+) only\. Hosts are compared by name: give the name with --ids, or write it in\.$/,
    'Del usuario o grupo solo se conoce el id $1. Los hosts se comparan por nombre: indíquelo con --ids o escríbalo.',
  ],
  [
    /^The file is in the code page of a machine; it was read as Western European \(windows-1252\)\.$/,
    'El archivo está en la página de códigos de un equipo; se leyó como europeo occidental (windows-1252).',
  ],
  [
    /^The file does not name the schema PolicyData\.xsd; it was read as if it did\.$/,
    'El archivo no nombra el esquema PolicyData.xsd; se leyó como si lo hiciera.',
  ],
  [
    /^The host has addresses of its own, (\S+) to (\S+) \(mask (\S+)\): make a pool of them, and name it in VirtualIpPool\.$/,
    'El host tiene direcciones propias, de $1 a $2 (máscara $3): cree con ellas un grupo de direcciones e indíquelo en VirtualIpPool.',
  ],
  [
    /^Its user half holds settings of this product; they were joined to the computer half\.$/,
    'Su mitad de usuario contiene parámetros de este producto; se unieron a los de la mitad de equipo.',
  ],
  [
    /^No citrix_policy_priority gives an order: the policies stand in the order of the file\.$/,
    'Ningún citrix_policy_priority da un orden: las directivas quedan en el orden del archivo.',
  ],
  [
    /^The policies of (\S+) belong to the delivery groups that name the set: they come switched off\. Add filters, then switch them on\.$/,
    'Las directivas de $1 pertenecen a los grupos de entrega que nombran el conjunto: llegan inhabilitadas. Agregue filtros y habilítelas.',
  ],
  [
    /^The policies of (\S+) are templates, which apply to nothing: they come switched off\. Add filters, then switch them on\.$/,
    'Las directivas de $1 son plantillas, que no se aplican a nada: llegan inhabilitadas. Agregue filtros y habilítelas.',
  ],
  [
    /^The policies of each file come after those of the one before: their priorities follow that order\.$/,
    'Las directivas de cada archivo van detrás de las del anterior: sus prioridades siguen ese orden.',
  ],
  [
    /^The policy is called "(.*)" now: its name stood there before, or no policy may bear it\.$/,
    'La directiva se llama ahora «$1»: su nombre ya existía o ninguna directiva puede llevarlo.',
  ],
  [
    /^The set "(.*)" belongs to the delivery groups that name it, which this file does not tell: its policies come switched off\. Add filters, then switch them on\.$/,
    'El conjunto «$1» pertenece a los grupos de entrega que lo nombran, y este archivo no dice cuáles: sus directivas llegan inhabilitadas. Agregue filtros y habilítelas.',
  ],
  [
    /^The set "(.*)" holds templates, which apply to nothing: its policies come switched off\. Add filters, then switch them on\.$/,
    'El conjunto «$1» contiene plantillas, que no se aplican a nada: sus directivas llegan inhabilitadas. Agregue filtros y habilítelas.',
  ],
  [
    /^The values came from some machines; as a policy without filters they apply to all\. Add filters\.$/,
    'Los valores proceden de algunos equipos; como directiva sin filtros se aplican a todos. Agregue filtros.',
  ],
  [/^(\S+) was set to use its default: it is (.*) now$/, '$1 estaba en su valor predeterminado: ahora es $2'],
  [
    /^VirtualMode is absent, which means per program on Windows\.$/,
    'Falta VirtualMode, lo que en Windows significa «por programa».',
  ],
  [
    /^(\S+) is assigned to no delivery group, so it applies to nothing\. The policy comes switched off: look at its filters, then switch it on\.$/,
    '$1 no está asignado a ningún grupo de entrega, así que no se aplica a nada. La directiva llega inhabilitada: revise sus filtros y habilítela.',
  ],
  [
    /^What (\S+) is assigned to is not known from this file\. The policy comes switched off: look at its filters, then switch it on\.$/,
    'Este archivo no dice a qué está asignado $1. La directiva llega inhabilitada: revise sus filtros y habilítela.',
  ],
  [
    /^(\S+) is assigned to delivery groups, and the policy has filters for delivery groups of its own\. The policy comes switched off: look at its filters, then switch it on\.$/,
    '$1 está asignado a grupos de entrega y la directiva tiene sus propios filtros de grupo de entrega. La directiva llega inhabilitada: revise sus filtros y habilítela.',
  ],
  [/^(\S+) is assigned to (.*): filters say so now\.$/, '$1 está asignado a $2: ahora lo dicen los filtros.'],
  [/^(\S+) has no such part here$/, '$1 no tiene aquí esa parte'],
  [/^a column that holds no programs$/, 'una columna que no contiene programas'],
  [/^a comment$/, 'un comentario'],
  [/^filters have no comment here$/, 'aquí los filtros no llevan comentario'],
  [
    /^a filter of the user half alone: it does not narrow computer settings$/,
    'un filtro solo de la mitad de usuario: no restringe los parámetros de equipo',
  ],
  [/^a key that is to be deleted sets nothing$/, 'una clave que se va a eliminar no establece nada'],
  [/^a value that is to be deleted sets nothing$/, 'un valor que se va a eliminar no establece nada'],
  [
    /^a setting of XenApp 6 that supported releases no longer have$/,
    'un parámetro de XenApp 6 que las versiones admitidas ya no tienen',
  ],
  [/^a value of the pool that is not known$/, 'un valor desconocido del grupo de direcciones'],
  [/^a value of this key that is not managed here$/, 'un valor de esta clave que no se administra aquí'],
  [
    /^another key that goes before it has a different value for (\S+)$/,
    'otra clave que va antes tiene un valor distinto para $1',
  ],
  [
    /^blocks of this kind are not followed: import the state instead$/,
    'los bloques de este tipo no se siguen: importe el estado',
  ],
  [
    /^for_each and count are not worked out: import the state instead$/,
    'for_each y count no se calculan: importe el estado',
  ],
  [
    /^(\S+) is not known from this file: import the state instead$/,
    'este archivo no da $1: importe el estado',
  ],
  [/^it has no meaning here$/, 'aquí no tiene significado'],
  [/^a policy export has no such attribute$/, 'una exportación de directivas no tiene ese atributo'],
  [
    /^it holds no setting of virtual IP or virtual loopback$/,
    'no contiene ningún parámetro de IP virtual ni de bucle invertido virtual',
  ],
  [
    /^not a setting of virtual IP or virtual loopback$/,
    'no es un parámetro de IP virtual ni de bucle invertido virtual',
  ],
  [
    /^it is neither an address, nor a wildcard, a range or a CIDR prefix$/,
    'no es una dirección, ni un comodín, ni un intervalo, ni un prefijo CIDR',
  ],
  [/^Write (.*), or the same in IPv6\.$/, 'Escriba $1 o lo equivalente en IPv6.'],
  [/^it is neither on nor off$/, 'no está habilitado ni inhabilitado'],
  [/^its state "(.*)" is not known$/, 'su estado «$1» no se conoce'],
  [/^a setting is an object with a State$/, 'un parámetro es un objeto con State'],
  [/^it is no list$/, 'no es una lista'],
  [/^it is no object$/, 'no es un objeto'],
  [/^not an object$/, 'no es un objeto'],
  [
    /^a list that is switched off has no entries to take$/,
    'una lista inhabilitada no tiene entradas que incorporar',
  ],
  [/^it is no port from 1 to 65535$/, 'no es un puerto de 1 a 65535'],
  [/^it must be a (REG_\w+)$/, 'debe ser $1'],
  [/^it names no program$/, 'no nombra ningún programa'],
  [/^its policy is not in GroupPolicy\.xml$/, 'su directiva no está en GroupPolicy.xml'],
  [/^its policy is not in this file$/, 'su directiva no está en este archivo'],
  [/^no such policy in this file$/, 'no hay tal directiva en este archivo'],
  [/^no filter of this type exists here$/, 'aquí no existe ningún filtro de este tipo'],
  [/^not a key of virtual IP$/, 'no es una clave de IP virtual'],
  [/^not a resource that holds policies$/, 'no es un recurso que contenga directivas'],
  [
    /^only terraform can work it out: the policy comes switched off$/,
    'solo terraform puede calcularlo: la directiva llega inhabilitada',
  ],
  [/^only terraform can work it out$/, 'solo terraform puede calcularlo'],
  [/^only terraform can work out its order$/, 'solo terraform puede calcular su orden'],
  [
    /^only terraform can work out its value: import the state instead$/,
    'solo terraform puede calcular su valor: importe el estado',
  ],
  [
    /^the policy sets it twice; the first one was taken$/,
    'la directiva lo establece dos veces; se tomó la primera',
  ],
  [
    /^a description has at most (\d+) characters; this is the rest of it$/,
    'una descripción tiene como máximo $1 caracteres; esto es el resto',
  ],
  [
    /^what Export-BrokerDesktopPolicy writes has no documented form: keep it, and export the policies with Export-CtxGroupPolicy too$/,
    'lo que escribe Export-BrokerDesktopPolicy no tiene una forma documentada: consérvelo y exporte también las directivas con Export-CtxGroupPolicy',
  ],
  // What a format cannot say, of exports.
  [/^Citrix has no filter for names of hosts$/, 'Citrix no tiene ningún filtro por nombre de host'],
  [
    /^Citrix wants the SID of this user or group: give it with --ids$/,
    'Citrix pide el SID de este usuario o grupo: indíquelo con --ids',
  ],
  [
    /^Citrix wants the id of this delivery group: give it with --ids$/,
    'Citrix pide el id de este grupo de entrega: indíquelo con --ids',
  ],
  [
    /^Citrix wants the id of this tag: give it with --ids$/,
    'Citrix pide el id de esta etiqueta: indíquelo con --ids',
  ],
  [
    /^a \.reg file applies on every machine where it is imported$/,
    'un archivo .reg se aplica en todo equipo donde se importe',
  ],
  [
    /^a Citrix policy setting; where it lies in the registry is not documented$/,
    'un parámetro de directiva de Citrix; no está documentado en qué lugar del Registro se guarda',
  ],
  [
    /^each host gets a slice of the pool of its own, which no file for all of them can hold$/,
    'cada host recibe su propia parte del grupo de direcciones, que ningún archivo común puede contener',
  ],
  [/^it exists on Linux hosts only$/, 'solo existe en hosts Linux'],
  [
    /^it holds no setting that Citrix policies have$/,
    'no contiene ningún parámetro que tengan las directivas de Citrix',
  ],
  [
    /^its name holds a character that paths of the provider cannot have$/,
    'su nombre contiene un carácter que las rutas del proveedor no admiten',
  ],
  [/^on Windows it is: (.*)$/, 'en Windows es: $1'],
  [
    /^the registry names an adapter by its network \((\S+)\) only$/,
    'el Registro nombra un adaptador solo por su red ($1)',
  ],
  // Why a file cannot be read, and what mends it.
  [
    /^Export it again: the file is damaged or cut off\.$/,
    'Expórtelo de nuevo: el archivo está dañado o cortado.',
  ],
  [
    /^Export the key again with regedit, and choose the file unchanged\.$/,
    'Exporte de nuevo la clave con regedit y elija el archivo sin cambios.',
  ],
  [
    /^Give all three files of the folder: (.*) and (\S+)\.$/,
    'Indique los tres archivos de la carpeta: $1 y $2.',
  ],
  [
    /^Give terraform\.tfstate, the output of `terraform show -json`, or the \.tf files\.$/,
    'Indique terraform.tfstate, la salida de «terraform show -json» o los archivos .tf.',
  ],
  [/^(\S+\.xml) is missing, or holds nothing$/, '$1 falta o no contiene nada'],
  [
    /^Mend the file; `terraform validate` shows the same fault\.$/,
    'Corrija el archivo; «terraform validate» muestra el mismo error.',
  ],
  [
    /^Mend the quotation marks there, or save the list as plain text\.$/,
    'Corrija ahí las comillas o guarde la lista como texto sin formato.',
  ],
  [/^Mend the text there\.$/, 'Corrija ahí el texto.'],
  [/^Mend the file\.$/, 'Corrija el archivo.'],
  [/^Remove it; policy exports have none\.$/, 'Quítelo; las exportaciones de directivas no lo llevan.'],
  [/^Say what it is with --from: (.*)\.$/, 'Indique su formato: $1.'],
  [
    /^Write one program on each line, such as softphone\.exe\.$/,
    'Escriba un programa en cada línea, como softphone.exe.',
  ],
  [/^Save the file as UTF-8, or export it again\.$/, 'Guarde el archivo como UTF-8 o expórtelo de nuevo.'],
  [/^Split it, or export fewer policies\.$/, 'Divídalo o exporte menos directivas.'],
  [
    /^Choose the export itself, not an archive or a binary copy of it\.$/,
    'Elija la propia exportación, no un archivo comprimido ni una copia binaria.',
  ],
  [/^Choose the exported file\.$/, 'Elija el archivo exportado.'],
  [
    /^No policy export looks like this; choose the exported file\.$/,
    'Ninguna exportación de directivas es así; elija el archivo exportado.',
  ],
  [/^a comma or (\S) is missing$/, 'falta una coma o $1'],
  [/^the mark "(.*)" is missing$/, 'falta la marca «$1»'],
  [
    /^Export policies with Export-CtxGroupPolicy instead; only scripts that this program wrote can be read\.$/,
    'Exporte las directivas con Export-CtxGroupPolicy; solo se pueden leer los scripts que escribió este programa.',
  ],
  [
    /^Only scripts that this program wrote can be read back, and only unchanged in form\.$/,
    'Solo se pueden volver a leer los scripts que escribió este programa, y sin cambios de forma.',
  ],
  [/^it is no plain value$/, 'no es un valor simple'],
  [/^a text is missing$/, 'falta un texto'],
  [/^"\+" or a closing bracket is missing$/, 'falta «+» o un paréntesis de cierre'],
  [/^a document type is not allowed$/, 'no se admite un tipo de documento'],
  [/^a text has no closing quotation mark$/, 'a un texto le faltan las comillas de cierre'],
  [/^a value stands under no key$/, 'un valor no está bajo ninguna clave'],
  [/^it ends in the middle of a value$/, 'termina en mitad de un valor'],
  [/^it ends too early: a value is missing$/, 'termina antes de tiempo: falta un valor'],
  [/^it ends too early: (.*)$/, 'termina antes de tiempo: $1'],
  [/^it holds no program$/, 'no contiene ningún programa'],
  [/^it holds no element$/, 'no contiene ningún elemento'],
  [/^it is no text file$/, 'no es un archivo de texto'],
  [/^it is not (\S+) text$/, 'no es texto $1'],
  [
    /^a file of this format has at most (\d+) MB; the place is where that much is read$/,
    'un archivo de este formato tiene como máximo $1 MB; el lugar es donde se alcanza esa cantidad',
  ],
  [/^its format is not known by its first words$/, 'su formato no se reconoce por sus primeras palabras'],
  [/^it is no terraform state$/, 'no es un estado de terraform'],
  [/^it is neither a policy nor a policy set$/, 'no es una directiva ni un conjunto de directivas'],
  [/^only state of version 4 can be read$/, 'solo se puede leer el estado de la versión 4'],
  [/^unclosed tag: (.*)$/, 'etiqueta sin cerrar: $1'],
  [/^undefined entity$/, 'entidad no definida'],
  [/^unexpected close tag$/, 'etiqueta de cierre inesperada'],
]
