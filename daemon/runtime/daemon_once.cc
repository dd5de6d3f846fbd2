#include <random>
#include <utility>

#include "runtime/daemon_state.h"

namespace runtime {

namespace {

std::string failure_of(const std::string& what, const std::string& name, const std::string& why) {
  return what + " " + name + ": " + why;
}

}  // namespace

int Daemon::State::finish_once() {
  std::vector<std::string> failures;
  for (const auto& [feed, why] : report->failures()) {
    failures.push_back(failure_of("feed", feed, why));
  }
  for (auto& [name, channel] : channels) {
    send_once(name, std::move(channel), failures);
  }
  for (const std::string& failure : failures) {
    log.error("not done: " + failure);
  }
  return failures.empty() ? exit_done : exit_partly;
}

/// Everything due for a channel that has a lane; what failed is added to `failures`.
void Daemon::State::send_once(const std::string& name,
                              std::unique_ptr<channel::Channel> channel,
                              std::vector<std::string>& failures) {
  const std::shared_ptr<const Plan> current = plan->get();
  const Route& route = current->routes.at(name);
  if (route.type->carrier != channel::Carrier::lane) {
    return;
  }
  Lane lane({.name = name,
             .type = route.type,
             .door = *door,
             .clock = clock,
             .log = log,
             .seed = std::random_device{}()},
            std::move(channel));
  try {
    while (lane.step() == base::Seconds{0}) {
    }
  } catch (const store::Broken& broken) {
    failures.push_back(failure_of("channel", name, broken.what()));
  }
  failures.insert(failures.end(), lane.failures().begin(), lane.failures().end());
}

}  // namespace runtime
