#include <algorithm>
#include <ostream>
#include <string>
#include <vector>

#include <poll.h>

#include "api/read.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/source.h"

namespace cli {
namespace {

using State = model::Delivery::State;

constexpr int look_every_ms = 200;

bool on_its_way(const model::Delivery& delivery) {
  return delivery.state == State::pending || delivery.state == State::held ||
         delivery.state == State::leased;
}

/// Tried at least once without success, and waiting for the next time: that is an answer too.
bool tried_in_vain(const model::Delivery& delivery) {
  return delivery.state == State::pending && delivery.attempts > 0 && !delivery.last_error.empty();
}

base::Result<model::Delivery> look(const Source& source, const std::string& key) {
  const auto answer = source.client().get(api::target_of("/v1/deliveries/", key));
  if (!answer) {
    return base::fail(answer.error());
  }
  if (answer->status != 200) {
    return base::fail(base::Cause::not_found, api::read_error(answer->body));
  }
  auto view = api::read_delivery(answer->body);
  if (!view) {
    return base::fail(view.error());
  }
  return std::move(view->delivery);
}

/// The delivery once it is settled or was tried in vain, or as it is when patience ends.
base::Result<model::Delivery> follow(const Source& source,
                                     const std::string& key,
                                     base::SteadyPoint deadline) {
  for (;;) {
    auto delivery = look(source, key);
    if (!delivery || !on_its_way(*delivery) || tried_in_vain(*delivery) ||
        std::chrono::steady_clock::now() >= deadline) {
      return delivery;
    }
    (void)::poll(nullptr, 0, look_every_ms);  // only a wait; cut short, it looks sooner
  }
}

std::string outcome(const model::Delivery& delivery) {
  if (delivery.state == State::sent) {
    return "sent";
  }
  const std::string reason = delivery.last_error.empty() ? "" : ": " + delivery.last_error;
  if (tried_in_vain(delivery)) {
    return "failed" + reason + "; tried again at " + base::format_local_clock(delivery.next_at);
  }
  if (on_its_way(delivery)) {
    return "still waiting; `newswatch deliveries` will say how it ends";
  }
  return std::string(model::word(delivery.state)) + reason;
}

}  // namespace

int test(const Common& common,
         const std::string& channel,
         const Terminal& terminal,
         std::chrono::milliseconds patience) {
  const Source source(common);
  const auto answer = source.post(api::target_of("/v1/channels/", channel, "/test"));
  if (!answer) {
    return refuse(terminal, answer.error());
  }
  if (answer->status != 200) {
    return refuse(terminal, *answer);
  }
  const auto keys = api::read_test(answer->body);
  if (!keys) {
    return refuse(terminal, keys.error());
  }
  if (common.json) {
    (void)print_json(terminal, answer->body);
  }
  if (keys->empty()) {
    return complain(terminal,
                    channel +
                        ": there is nobody to send to yet; a desktop channel has "
                        "recipients once newswatch-agent has run",
                    partly);
  }
  const base::SteadyPoint deadline = std::chrono::steady_clock::now() + patience;
  int code = done;
  for (const std::string& key : *keys) {
    const auto delivery = follow(source, key, deadline);
    if (!delivery) {
      return refuse(terminal, delivery.error());
    }
    const std::string to = delivery->recipient.empty() ? "" : " to " + delivery->recipient;
    const std::string said = base::printable(channel + to + ": " + outcome(*delivery));
    if (delivery->state == State::sent) {
      (common.json ? terminal.err : terminal.out) << said << '\n';
    } else {
      code = complain(terminal, said, partly);
    }
  }
  return code;
}

}  // namespace cli
