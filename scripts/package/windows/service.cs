// The service manager's side of the agent: starts it, starts it again when it ends, and ends it when told.
using System;
using System.Diagnostics;
using System.IO;
using System.ServiceProcess;
using System.Threading;

public sealed class VipfarmAgentService : ServiceBase {
  readonly string directory = AppDomain.CurrentDomain.BaseDirectory;
  readonly object gate = new object();
  Process agent;
  volatile bool stopping;

  VipfarmAgentService() { ServiceName = "VipfarmAgent"; CanShutdown = true; }
  static void Main() { Run(new VipfarmAgentService()); }

  protected override void OnStart(string[] args) { Thread t = new Thread(Keep); t.IsBackground = true; t.Start(); }
  protected override void OnShutdown() { OnStop(); }
  protected override void OnStop() {
    stopping = true;
    lock (gate) { if (agent != null && !agent.HasExited) { agent.StandardInput.Close(); if (!agent.WaitForExit(15000)) agent.Kill(); } }
  }
  void Keep() {
    int wait = 1000;
    while (!stopping) {
      DateTime start = DateTime.UtcNow;
      try {
        ProcessStartInfo how = new ProcessStartInfo(Path.Combine(directory, "vipfarm-agent.exe"), "run --service");
        how.UseShellExecute = false; how.CreateNoWindow = true;
        how.RedirectStandardInput = true; how.RedirectStandardError = true;
        foreach (string line in ReadSettings()) {
          int at = line.IndexOf('=');
          if (at > 0 && !line.StartsWith("#")) how.EnvironmentVariables[line.Substring(0, at).Trim()] = line.Substring(at + 1).Trim();
        }
        using (Process child = new Process()) {
          child.StartInfo = how;
          child.ErrorDataReceived += delegate(object sender, DataReceivedEventArgs e) { if (e.Data != null) Log(e.Data); };
          lock (gate) { if (stopping) return; child.Start(); agent = child; }
          child.BeginErrorReadLine();
          child.WaitForExit();
          lock (gate) { agent = null; }
          Log("the agent ended with " + child.ExitCode);
        }
      } catch (Exception error) { Log("the agent cannot be started: " + error.Message); }
      wait = DateTime.UtcNow - start > TimeSpan.FromMinutes(10) ? 1000 : Math.Min(wait * 2, 300000);
      for (int waited = 0; waited < wait && !stopping; waited += 500) Thread.Sleep(500);
    }
  }
  string[] ReadSettings() {
    string file = Path.Combine(directory, "agent.env");
    return File.Exists(file) ? File.ReadAllLines(file) : new string[0];
  }
  void Log(string line) {
    string file = Path.Combine(directory, "agent.log");
    try {
      lock (gate) {
        if (File.Exists(file) && new FileInfo(file).Length > 10485760) { File.Delete(file + ".1"); File.Move(file, file + ".1"); }
        File.AppendAllText(file, line + Environment.NewLine);
      }
    } catch (Exception) { }
  }
}
