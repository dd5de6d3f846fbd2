#include "cli/check.h"

#include <ostream>
#include <string>
#include <vector>

#include <boost/json.hpp>
#include <unistd.h>

#include "base/log.h"
#include "base/places.h"
#include "base/text.h"
#include "base/time.h"
#include "runtime/plan.h"
#include "settings/keys.h"

namespace cli {
namespace json = boost::json;

namespace {

/// The same, for programs: what is wrong, or how much there is.
int print_checked(const tl::expected<runtime::Built, std::vector<std::string>>& built,
                  const Terminal& terminal) {
  json::object said{{"ok", built.has_value()}, {"problems", json::array()}};
  if (built) {
    said["feeds"] = built->plan->feeds.size();
    said["watches"] = built->plan->watches.size();
    said["channels"] = built->plan->routes.size();
  } else {
    said["problems"] = json::value_from(built.error());
  }
  terminal.out << json::serialize(said) << '\n';
  return built ? done : failed;
}

}  // namespace

int check(const Common& common, bool reference, const Terminal& terminal) {
  if (reference) {
    terminal.out << settings::reference();
    return done;
  }
  const runtime::Places places{.config = base::config_file(common.config), .state_directory = {}};
  base::Log log(STDERR_FILENO, base::log_style_here(), base::Level::warning);
  const auto built = runtime::build_plan(places, base::SystemClock().now(), log);
  if (common.json) {
    return print_checked(built, terminal);
  }
  if (!built) {
    for (const std::string& problem : built.error()) {
      terminal.err << base::printable(problem) << '\n';
    }
    return failed;
  }
  terminal.out << base::printable(places.config.string()) << ": " << runtime::summary(*built->plan)
               << '\n';
  return done;
}

}  // namespace cli
