// newswatch-agent: shows the daemon's alerts in this user's session. Runs as a systemd user
// service.
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string>
#include <system_error>

#include <getopt.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "agent/follower.h"
#include "agent/notifier.h"
#include "base/fd.h"
#include "base/log.h"
#include "base/places.h"
#include "settings/load.h"

namespace {

constexpr const char* help_text =
    R"(newswatch-agent: shows the alerts of newswatchd on your desktop

Usage: newswatch-agent [options]

  --config FILE   the configuration, for the socket it may name
  --socket PATH   where newswatchd listens
  --version       print the version
  --help          this text

It stays in the foreground, waits for the daemon where there is none, and ends on
SIGTERM. Exit codes: 0 done; 1 start; 2 usage.
)";

constexpr std::chrono::milliseconds farewell{1'000};  ///< for a notification in hand, at the end

enum Exit : int { done = 0, failed = 1, usage = 2 };

struct Arguments {
  std::string config;
  std::string socket;
  int exit_code = -1;  ///< not negative: end now
};

void apply(int option, Arguments& arguments) {
  switch (option) {
    case 'c':
      arguments.config = optarg;
      break;
    case 's':
      arguments.socket = optarg;
      break;
    case 'v':
      std::puts("newswatch-agent " NEWSWATCH_VERSION);
      arguments.exit_code = done;
      break;
    case 'h':
      std::fputs(help_text, stdout);
      arguments.exit_code = done;
      break;
    default:
      arguments.exit_code = usage;
      break;
  }
}

Arguments read_arguments(int count, char** words) {
  static constexpr std::array<option, 5> known{{{"config", required_argument, nullptr, 'c'},
                                                {"socket", required_argument, nullptr, 's'},
                                                {"version", no_argument, nullptr, 'v'},
                                                {"help", no_argument, nullptr, 'h'},
                                                {nullptr, 0, nullptr, 0}}};
  Arguments arguments;
  int option = 0;
  // NOLINTNEXTLINE(concurrency-mt-unsafe): no thread has been started
  while ((option = getopt_long(count, words, "", known.data(), nullptr)) != -1) {
    apply(option, arguments);
    if (arguments.exit_code >= 0) {
      return arguments;
    }
  }
  if (optind < count) {
    std::fprintf(stderr, "newswatch-agent: \"%s\" is not an option; see --help\n", words[optind]);
    arguments.exit_code = usage;
  }
  return arguments;
}

/// The signals that end the agent, as a descriptor; every thread started later has them blocked.
base::Fd ending_signals() {
  sigset_t ending{};
  (void)sigemptyset(&ending);  // fails only for signals that do not exist
  (void)sigaddset(&ending, SIGTERM);
  (void)sigaddset(&ending, SIGINT);
  (void)sigaddset(&ending, SIGHUP);  // the terminal or the session is gone
  if (pthread_sigmask(SIG_BLOCK, &ending, nullptr) != 0) {
    return {};
  }
  struct sigaction ignored {};
  ignored.sa_handler = SIG_IGN;
  ignored.sa_flags = SA_NOCLDWAIT;  // browsers started for links leave nothing to be waited for
  (void)sigaction(SIGCHLD, &ignored, nullptr);
  return base::Fd(signalfd(-1, &ending, SFD_CLOEXEC));
}

/// Each time anew: the daemon, and its configuration, may come later than the agent.
base::Result<std::filesystem::path> find_socket(const Arguments& arguments) {
  std::optional<std::filesystem::path> configured;
  const std::filesystem::path file = base::config_file(arguments.config);
  std::error_code unreadable;
  if (arguments.socket.empty() && std::filesystem::exists(file, unreadable)) {
    configured = settings::load(file).settings.socket;
  }
  return base::socket_path(arguments.socket, configured, base::Side::connect);
}

int run(const Arguments& arguments) {
  base::Log log(STDERR_FILENO, base::log_style_here(), base::Level::info);
  const base::Fd stop = ending_signals();
  if (!stop.open()) {
    log.error("signals cannot be waited for");
    return failed;
  }
  agent::Notifier notifier(log, stop.get());
  agent::Follower follower([&] { return find_socket(arguments); }, notifier, log, stop.get());
  log.info("newswatch-agent started", {{"version", NEWSWATCH_VERSION}});
  follower.run();
  log.info("newswatch-agent ended");
  if (!notifier.end(farewell)) {
    // libnotify cannot be interrupted and waits 25 s for a server that hangs; the session's end
    // does not. Nothing here is left to be written: what was not shown is the daemon's to offer
    // again.
    std::_Exit(done);
  }
  return done;
}

}  // namespace

int main(int count, char** words) {
  try {
    const Arguments arguments = read_arguments(count, words);
    return arguments.exit_code >= 0 ? arguments.exit_code : run(arguments);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "newswatch-agent: ended by an internal failure: %s\n", error.what());
    return failed;
  }
}
