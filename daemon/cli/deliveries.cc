#include <ostream>
#include <string>
#include <vector>

#include "alert/render.h"
#include "api/read.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/source.h"
#include "cli/table.h"

namespace cli {
namespace {

std::string target(const DeliveriesOptions& options) {
  std::string text = "/v1/deliveries?limit=" + std::to_string(options.limit);
  if (options.dead_letters) {
    text += "&state=dead,expired";
  } else if (!options.state.empty()) {
    text += api::target_of("&state=", options.state);
  }
  if (!options.channel.empty()) {
    text += api::target_of("&channel=", options.channel);
  }
  return text;
}

/// When it was settled, else when it is tried next.
std::string when(const model::Delivery& delivery) {
  return base::format_local(delivery.settled_at.value_or(delivery.next_at));
}

std::string channel_text(const model::Delivery& delivery) {
  return delivery.recipient.empty() ? delivery.channel
                                    : delivery.channel + " to " + delivery.recipient;
}

std::vector<std::string> below(const api::DeliveryView& view) {
  std::vector<std::string> lines;
  if (!view.alerts.empty()) {
    lines.push_back(alert::headline(view.alerts.front()));
  }
  if (!view.delivery.last_error.empty()) {
    lines.push_back(view.delivery.last_error);
  }
  return lines;
}

void show(const std::vector<api::DeliveryView>& all, std::ostream& out) {
  Table table({{"DELIVERY"}, {"STATE"}, {"TRIES", Table::Align::right}, {"WHEN"}, {"CHANNEL"}});
  for (const api::DeliveryView& view : all) {
    const model::Delivery& delivery = view.delivery;
    table.add({delivery.idem_key,
               model::word(delivery.state),
               std::to_string(delivery.attempts),
               when(delivery),
               channel_text(delivery)},
              below(view));
  }
  if (table.empty()) {
    out << "no deliveries\n";
  } else {
    table.print(out);
  }
}

int order(const Common& common,
          const std::string& key,
          std::string_view action,
          const Terminal& terminal) {
  const auto answer =
      Source(common).post(api::target_of("/v1/deliveries/", key, "/" + std::string(action)));
  if (!answer) {
    return refuse(terminal, answer.error());
  }
  if (answer->status != 200) {
    return refuse(terminal, *answer);
  }
  if (common.json) {
    return print_json(terminal, answer->body);
  }
  terminal.out << (action == "retry" ? "it is tried again now\n" : "it is given up for good\n");
  return done;
}

}  // namespace

int deliveries(const Common& common, const DeliveriesOptions& options, const Terminal& terminal) {
  const auto answer = Source(common).get(target(options));
  if (!answer) {
    return refuse(terminal, answer.error());
  }
  if (answer->status != 200) {
    return refuse(terminal, *answer);
  }
  if (common.json) {
    return print_json(terminal, answer->body);
  }
  const auto all = api::read_deliveries(answer->body);
  if (!all) {
    return refuse(terminal, all.error());
  }
  show(*all, terminal.out);
  return done;
}

int retry(const Common& common, const std::string& key, const Terminal& terminal) {
  return order(common, key, "retry", terminal);
}

int discard(const Common& common, const std::string& key, const Terminal& terminal) {
  return order(common, key, "discard", terminal);
}

}  // namespace cli
