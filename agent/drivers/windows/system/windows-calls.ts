/**
 * Win32 calls for which Windows ships no command: sessions with their virtual IP (WTSSessionAddressV4 = 28, 2008 R2 and
 * later) and the socket tables with their owners. C# 3, so that the PowerShell 2 of Windows Server 2008 R2 compiles it.
 * Offsets are those of WTSINFOW, WTS_CLIENT_ADDRESS and MIB_{TCP,UDP}{,6}ROW_OWNER_PID; AF_INET6 is 23 on Windows.
 */
export const WINDOWS_CALLS = String.raw`using System;
using System.Collections.Generic;
using System.Net;
using System.Runtime.InteropServices;

public static class Vip {
  [StructLayout(LayoutKind.Sequential, CharSet = CharSet.Unicode)]
  struct SessionInfo { public int Id; [MarshalAs(UnmanagedType.LPWStr)] public string Station; public int State; }
  [DllImport("wtsapi32.dll", CharSet = CharSet.Unicode, SetLastError = true)]
  static extern bool WTSEnumerateSessionsW(IntPtr server, int reserved, int version, out IntPtr rows, out int count);
  [DllImport("wtsapi32.dll", CharSet = CharSet.Unicode, SetLastError = true)]
  static extern bool WTSQuerySessionInformationW(IntPtr server, int id, int kind, out IntPtr data, out int bytes);
  [DllImport("wtsapi32.dll")] static extern void WTSFreeMemory(IntPtr memory);
  [DllImport("iphlpapi.dll")]
  static extern int GetExtendedTcpTable(IntPtr table, ref int size, bool order, int family, int kind, int reserved);
  [DllImport("iphlpapi.dll")]
  static extern int GetExtendedUdpTable(IntPtr table, ref int size, bool order, int family, int kind, int reserved);

  static byte[] Query(int id, int kind) {
    IntPtr data; int bytes;
    if (!WTSQuerySessionInformationW(IntPtr.Zero, id, kind, out data, out bytes)) return new byte[0];
    try { byte[] copy = new byte[bytes]; Marshal.Copy(data, copy, 0, bytes); return copy; }
    finally { WTSFreeMemory(data); }
  }
  static string Text(byte[] data, int at, int characters) {
    if (data.Length < at + characters * 2) return "";
    string text = System.Text.Encoding.Unicode.GetString(data, at, characters * 2);
    int end = text.IndexOf('\0');
    return end < 0 ? text : text.Substring(0, end);
  }
  static string Address(byte[] data) {
    if (data.Length < 10 || BitConverter.ToInt32(data, 0) != 2) return "";
    string text = data[6] + "." + data[7] + "." + data[8] + "." + data[9];
    return text == "0.0.0.0" ? "" : text;
  }
  public static List<string[]> Sessions() {
    IntPtr rows; int count;
    if (!WTSEnumerateSessionsW(IntPtr.Zero, 0, 1, out rows, out count))
      throw new System.ComponentModel.Win32Exception(Marshal.GetLastWin32Error());
    List<string[]> list = new List<string[]>();
    int size = Marshal.SizeOf(typeof(SessionInfo));
    try {
      for (int at = 0; at < count; at++) {
        IntPtr place = new IntPtr(rows.ToInt64() + (long)at * size);
        SessionInfo row = (SessionInfo)Marshal.PtrToStructure(place, typeof(SessionInfo));
        byte[] info = Query(row.Id, 24);
        byte[] client = Query(row.Id, 10);
        byte[] kind = Query(row.Id, 16);
        list.Add(new string[] {
          row.Id.ToString(), row.State.ToString(), row.Station, Text(info, 130, 21), Text(info, 96, 17),
          kind.Length >= 2 ? BitConverter.ToUInt16(kind, 0).ToString() : "0",
          info.Length >= 208 ? BitConverter.ToInt64(info, 200).ToString() : "0",
          Text(client, 0, client.Length / 2), Address(Query(row.Id, 14)), Address(Query(row.Id, 28)) });
      }
    } finally { WTSFreeMemory(rows); }
    return list;
  }
  static string Ip(uint address) { return new IPAddress((long)address).ToString(); }
  static int Port(uint port) { return (int)(((port & 0xff) << 8) | ((port >> 8) & 0xff)); }
  static uint U(IntPtr table, int at) { return (uint)Marshal.ReadInt32(table, at); }
  static string Ip6(IntPtr table, int at) {
    byte[] bytes = new byte[16];
    Marshal.Copy(new IntPtr(table.ToInt64() + at), bytes, 0, 16);
    bool mapped = bytes[10] == 255 && bytes[11] == 255;
    for (int i = 0; i < 10; i++) if (bytes[i] != 0) mapped = false;
    return mapped ? bytes[12] + "." + bytes[13] + "." + bytes[14] + "." + bytes[15] : new IPAddress(bytes).ToString();
  }
  static void Table(List<string[]> list, Dictionary<int, string[]> owners, bool tcp, int family) {
    bool six = family == 23;
    int width = tcp ? (six ? 56 : 24) : (six ? 28 : 12);
    int size = 0; IntPtr table = IntPtr.Zero; int failed = 122;
    for (int attempt = 0; failed == 122 && attempt < 8; attempt++) {
      if (table != IntPtr.Zero) Marshal.FreeHGlobal(table);
      size += 4096;
      table = Marshal.AllocHGlobal(size);
      failed = tcp ? GetExtendedTcpTable(table, ref size, false, family, 5, 0) : GetExtendedUdpTable(table, ref size, false, family, 1, 0);
    }
    try {
      // A host without IPv6 has no such table.
      if (failed != 0 && six) return;
      if (failed != 0) throw new System.ComponentModel.Win32Exception(failed);
      int rows = Marshal.ReadInt32(table, 0);
      for (int row = 0; row < rows; row++) {
        int at = 4 + row * width;
        int state = six ? at + 48 : at; int local = at + (tcp && !six ? 4 : 0); int port = local + (six ? 20 : 4);
        int remote = six ? at + 24 : at + 12; int remotePort = six ? at + 44 : at + 16;
        int pid = (int)U(table, at + width - 4);
        string[] owner; if (!owners.TryGetValue(pid, out owner)) owner = new string[] { "", "0" };
        bool listening = !tcp || U(table, state) == 2;
        list.Add(new string[] { tcp ? "tcp" : "udp", listening ? "1" : "0",
          six ? Ip6(table, local) : Ip(U(table, local)), Port(U(table, port)).ToString(),
          listening ? "" : six ? Ip6(table, remote) : Ip(U(table, remote)), listening ? "" : Port(U(table, remotePort)).ToString(),
          pid.ToString(), owner[0], owner[1] });
      }
    } finally { Marshal.FreeHGlobal(table); }
  }
  public static List<string[]> Sockets() {
    Dictionary<int, string[]> owners = new Dictionary<int, string[]>();
    foreach (System.Diagnostics.Process one in System.Diagnostics.Process.GetProcesses())
      try { owners[one.Id] = new string[] { one.ProcessName + ".exe", one.SessionId.ToString() }; } catch (Exception) { }
    List<string[]> list = new List<string[]>();
    foreach (int family in new int[] { 2, 23 })
      for (int tcp = 1; tcp >= 0; tcp--) Table(list, owners, tcp == 1, family);
    return list;
  }
}
`
