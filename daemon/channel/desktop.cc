// The channel `desktop`: notifications in a user's session. The daemon cannot reach the session bus
// of a user, so its deliveries wait in the outbox for newswatch-agent, which fetches them over the
// API.
#include "channel/sending.h"
#include "channel/types.h"

namespace channel {
namespace {

class DesktopChannel final : public Channel {
 public:
  std::vector<Verdict> send(std::span<const model::Message> messages, base::SteadyPoint) override {
    return {messages.size(), later("waits for newswatch-agent in the user's session")};
  }
};

}  // namespace

std::unique_ptr<Channel> make_desktop(const settings::Section& section, const Surroundings&) {
  const std::size_t before = section.problem_count();
  section.finish();
  if (section.problem_count() > before) return nullptr;
  return std::make_unique<DesktopChannel>();
}

}  // namespace channel
