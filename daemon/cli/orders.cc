#include <ostream>
#include <string>

#include "api/read.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/source.h"

namespace cli {

int reload(const Common& common, const Terminal& terminal) {
  const auto answer = Source(common).post("/v1/reload");
  if (!answer) {
    return refuse(terminal, answer.error());
  }
  if (answer->status != 200) {
    complain(
        terminal,
        "the new configuration was refused, the old one stays:\n" + api::read_error(answer->body),
        failed);
    return failed;
  }
  if (common.json) {
    return print_json(terminal, answer->body);
  }
  terminal.out << "the new configuration is in use\n";
  return done;
}

int refresh(const Common& common, const std::string& feed, const Terminal& terminal) {
  const auto answer = Source(common).post(
      feed.empty() ? "/v1/feeds/refresh" : api::target_of("/v1/feeds/", feed, "/refresh"));
  if (!answer) {
    return refuse(terminal, answer.error());
  }
  if (answer->status != 200) {
    return refuse(terminal, *answer);
  }
  if (common.json) {
    return print_json(terminal, answer->body);
  }
  const auto count = api::read_refresh(answer->body);
  if (!count) {
    return refuse(terminal, count.error());
  }
  terminal.out << base::count_of(static_cast<std::size_t>(*count), "feed") << " visited now\n";
  return done;
}

}  // namespace cli
