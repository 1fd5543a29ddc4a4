"""A stage for the real systemd-logind on a machine that systemd did not boot: a bus of its own, and in systemd's place
a stand-in that makes the control groups logind asks for. Commands come in on standard input, one JSON object a line:
  {"open": {"uid": 1, "pid": 4711, "service": "xrdp-sesman", "remote": true, "host": "192.0.2.7", "seat": ""}}
  {"close": "c1"}
and each is answered with a line. Arguments: the bus's address, the mount of cgroup version 2."""
import json, os, re, sys
from gi.repository import Gio, GLib

BUS, CGROUP = sys.argv[1:3]
XML = """<node><interface name="org.freedesktop.systemd1.Manager">
<method name="Subscribe"/><method name="Unsubscribe"/>
<method name="StartTransientUnit"><arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="a(sv)" direction="in"/><arg type="a(sa(sv))" direction="in"/><arg type="o" direction="out"/></method>
<method name="StartUnit"><arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="o" direction="out"/></method>
<method name="StopUnit"><arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="o" direction="out"/></method>
<method name="KillUnit"><arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="i" direction="in"/></method>
<method name="GetUnit"><arg type="s" direction="in"/><arg type="o" direction="out"/></method>
</interface></node>"""
UNIT = """<node><interface name="org.freedesktop.systemd1.Scope"><method name="Abandon"/></interface>
<interface name="org.freedesktop.systemd1.Unit"><property name="ActiveState" type="s" access="read"/><property name="Job" type="(uo)" access="read"/></interface></node>"""
bus = Gio.DBusConnection.new_for_address_sync(
    BUS, Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION, None, None)
jobs, units, fifos = 0, {}, {}

def job(unit):
    global jobs
    jobs += 1
    number, path = jobs, "/org/freedesktop/systemd1/job/%d" % jobs
    done = GLib.Variant("(uoss)", (number, path, unit, "done"))
    GLib.timeout_add(1, lambda: bus.emit_signal(None, "/org/freedesktop/systemd1", "org.freedesktop.systemd1.Manager", "JobRemoved", done) and False)
    return GLib.Variant("(o)", (path,))

def unit_path(unit):
    path = "/org/freedesktop/systemd1/unit/" + "".join(c if c.isalnum() else "_%02x" % ord(c) for c in unit)
    if path not in units:
        units[path] = unit
        for interface in Gio.DBusNodeInfo.new_for_xml(UNIT).interfaces:
            bus.register_object(path, interface, on_call, on_property, None)
    return path

def on_property(_bus, _sender, _path, _interface, name):
    return GLib.Variant("s", "active") if name == "ActiveState" else GLib.Variant("(uo)", (0, "/"))

def on_call(_bus, _sender, _path, _interface, method, args, call):
    if method == "StartTransientUnit":
        unit, _mode, properties, _aux = args.unpack()
        of = dict(properties)
        group = os.path.join(CGROUP, "user.slice", of.get("Slice", ""), unit)
        os.makedirs(group, exist_ok=True)
        for pid in of.get("PIDs", []):
            with open(os.path.join(group, "cgroup.procs"), "w") as procs:
                procs.write(str(pid))
        unit_path(unit)
        call.return_value(job(unit))
    elif method in ("StartUnit", "StopUnit"):
        call.return_value(job(args.unpack()[0]))
    elif method == "GetUnit":
        call.return_value(GLib.Variant("(o)", (unit_path(args.unpack()[0]),)))
    else:
        call.return_value(None)

def say(**answer):
    print(json.dumps(answer), flush=True)

def on_opened(connection, result):
    try:
        answer, fds = connection.call_with_unix_fd_list_finish(result)
        identity = answer.unpack()[0]
        fifos[identity] = fds.steal_fds()
        say(id=identity)
    except GLib.Error as error:
        say(error=error.message)

def on_line(channel, condition):
    line = sys.stdin.readline()
    if not line:
        loop.quit()
        return False
    command = json.loads(line)
    if "close" in command:
        for fd in fifos.pop(command["close"], []):
            os.close(fd)
        say(closed=command["close"])
    else:
        of = command["open"]
        args = GLib.Variant("(uusssssussbssa(sv))", (
            of["uid"], of["pid"], of["service"], "x11" if of.get("seat") else "tty", "user", "", of.get("seat", ""), 0, "", "",
            of.get("remote", False), "", of.get("host", ""), []))
        bus.call_with_unix_fd_list(
            "org.freedesktop.login1", "/org/freedesktop/login1", "org.freedesktop.login1.Manager", "CreateSession", args,
            None, Gio.DBusCallFlags.NONE, 10000, None, None, on_opened)
    return True

bus.register_object("/org/freedesktop/systemd1", Gio.DBusNodeInfo.new_for_xml(XML).interfaces[0], on_call, None, None)
Gio.bus_own_name_on_connection(bus, "org.freedesktop.systemd1", Gio.BusNameOwnerFlags.NONE, lambda *_: say(ready=True), None)
GLib.io_add_watch(0, GLib.PRIORITY_DEFAULT, GLib.IO_IN | GLib.IO_HUP, on_line)
loop = GLib.MainLoop()
loop.run()
