// newswatchd: options, then the daemon, then its exit code.
#include <array>
#include <cstdio>
#include <string>

#include <getopt.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/log.h"
#include "base/places.h"
#include "base/text.h"
#include "runtime/daemon.h"
#include "runtime/plan.h"

namespace {

constexpr const char* help_text =
    R"(newswatchd: watches news feeds and alerts on what matters

Usage: newswatchd [options]

  --config FILE      the configuration (default: ~/.config/newswatch/newswatch.yaml
                     if it is there, else /etc/newswatch/newswatch.yaml)
  --state-dir DIR    where the database and everything written is kept
  --socket PATH      where the API listens
  --check            read the configuration, say what is wrong with it, end
  --once             poll what is due, deliver, end
  --all              with --once: poll every feed, due or not
  --log-level LEVEL  debug, info (default), warning or error
  --version          print the version
  --help             this text

It stays in the foreground. SIGHUP reads the configuration anew, SIGTERM ends it.
Exit codes: 0 done; 1 configuration or start; 2 usage; 3 some feed or delivery failed.
)";

struct Arguments {
  std::string config;
  std::string state_directory;
  std::string socket;
  base::Level level = base::Level::info;
  bool check = false;
  bool once = false;
  bool all = false;
  int exit_code = -1;  ///< not negative: end now
};

bool read_level(std::string_view word, base::Level& level) {
  constexpr std::array<std::string_view, 4> words{"debug", "info", "warning", "error"};
  for (std::size_t index = 0; index < words.size(); ++index) {
    if (words.at(index) == word) {
      level = static_cast<base::Level>(index);
      return true;
    }
  }
  std::fputs("newswatchd: --log-level takes debug, info, warning or error\n", stderr);
  return false;
}

void apply(int option, Arguments& arguments) {
  const std::string value = optarg == nullptr ? "" : optarg;
  switch (option) {
    case 'c':
      arguments.config = value;
      break;
    case 's':
      arguments.state_directory = value;
      break;
    case 'S':
      arguments.socket = value;
      break;
    case 'k':
      arguments.check = true;
      break;
    case 'o':
      arguments.once = true;
      break;
    case 'a':
      arguments.all = true;
      break;
    case 'l':
      if (!read_level(value, arguments.level)) {
        arguments.exit_code = runtime::exit_usage;
      }
      break;
    case 'v':
      std::printf("newswatchd %s\n", std::string(runtime::version()).c_str());
      arguments.exit_code = runtime::exit_done;
      break;
    case 'h':
      std::fputs(help_text, stdout);
      arguments.exit_code = runtime::exit_done;
      break;
    default:
      arguments.exit_code = runtime::exit_usage;
      break;
  }
}

Arguments read_arguments(int count, char** words) {
  static constexpr std::array<option, 11> known{{{"config", required_argument, nullptr, 'c'},
                                                 {"state-dir", required_argument, nullptr, 's'},
                                                 {"socket", required_argument, nullptr, 'S'},
                                                 {"check", no_argument, nullptr, 'k'},
                                                 {"once", no_argument, nullptr, 'o'},
                                                 {"all", no_argument, nullptr, 'a'},
                                                 {"log-level", required_argument, nullptr, 'l'},
                                                 {"version", no_argument, nullptr, 'v'},
                                                 {"help", no_argument, nullptr, 'h'},
                                                 {nullptr, 0, nullptr, 0}}};
  Arguments arguments;
  const auto next = [&] {
    // NOLINTNEXTLINE(concurrency-mt-unsafe): no thread has been started
    return getopt_long(count, words, "", known.data(), nullptr);
  };
  int option = 0;
  while (arguments.exit_code < 0 && (option = next()) != -1) {
    apply(option, arguments);
  }
  if (arguments.exit_code < 0 && optind < count) {
    std::fprintf(
        stderr, "newswatchd: \"%s\" is not an option; see newswatchd --help\n", words[optind]);
    arguments.exit_code = runtime::exit_usage;
  }
  if (arguments.exit_code < 0 && arguments.all && !arguments.once) {
    std::fputs("newswatchd: --all goes with --once\n", stderr);
    arguments.exit_code = runtime::exit_usage;
  }
  return arguments;
}

int check(const Arguments& arguments, base::Log& log) {
  const runtime::Places places{.config = base::config_file(arguments.config),
                               .state_directory = {}};
  const auto built = runtime::build_plan(places, base::SystemClock().now(), log);
  if (!built) {
    for (const std::string& problem : built.error()) {
      std::fprintf(stderr, "%s\n", base::printable(problem).c_str());
    }
    return runtime::exit_start;
  }
  std::printf("%s: %s\n", places.config.c_str(), runtime::summary(*built->plan).c_str());
  return runtime::exit_done;
}

int run(const Arguments& arguments, base::Log& log) {
  const auto state = base::state_directory(arguments.state_directory);
  if (!state) {
    log.error(state.error().message);
    return runtime::exit_start;
  }
  const base::SystemClock clock;
  auto daemon = runtime::Daemon::open({.config = base::config_file(arguments.config),
                                       .state_directory = *state,
                                       .socket = arguments.socket,
                                       .once = arguments.once,
                                       .all = arguments.all},
                                      clock,
                                      log);
  if (!daemon) {
    for (const std::string_view line : base::split(daemon.error().message, '\n')) {
      log.error(line);
    }
    return runtime::exit_start;
  }
  return (*daemon)->run();
}

}  // namespace

int main(int count, char** words) {
  const Arguments arguments = read_arguments(count, words);
  if (arguments.exit_code >= 0) {
    return arguments.exit_code;
  }
  const rlimit no_core{.rlim_cur = 0, .rlim_max = 0};
  (void)setrlimit(RLIMIT_CORE,
                  &no_core);  // secrets stay out of core files; refused is no reason not to start
  base::Log log(STDERR_FILENO, base::log_style_here(), arguments.level);
  try {
    return arguments.check ? check(arguments, log) : run(arguments, log);
  } catch (const std::exception& failure) {
    log.error("ended by an internal failure", {{"error", failure.what()}});
    return runtime::exit_start;
  }
}
