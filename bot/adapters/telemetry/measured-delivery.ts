import type { AnnounceResult, Announcer, Mailer } from '../../ports/messages/announcer.ts';
import type { Delivery, DeliveryResult } from '../../ports/secrets/delivery.ts';
import type { Telemetry } from '../../ports/shared/telemetry.ts';

/** Measures how values are delivered and taken back: to which kind of place, and with what result. */
export function measuredDelivery(delivery: Delivery, telemetry: Telemetry): Delivery {
  const counted = async (to: string, sending: Promise<DeliveryResult>): Promise<DeliveryResult> => {
    const result = await sending;
    telemetry.count('deliveries', { to, result: result.kind });
    return result;
  };
  return {
    here: (asker, message) => counted('here', delivery.here(asker, message)),
    personally: (asker, message) => counted('personal', delivery.personally(asker, message)),
    async remove(receipt) {
      let result = 'failed';
      try {
        const removal = await delivery.remove(receipt);
        result = removal;
        return removal;
      } finally {
        telemetry.count('removals', { result });
      }
    },
  };
}

type Counted = (to: string, operation: string, sending: Promise<AnnounceResult>) => Promise<AnnounceResult>;

function countAnnouncements(telemetry: Telemetry): Counted {
  return async (to, operation, sending) => {
    const result = await sending;
    telemetry.count('announcements', { to, operation, result: result.kind });
    return result;
  };
}

/** Digests and notices, by what came of each attempt. */
export function measuredAnnouncer(announcer: Announcer, telemetry: Telemetry): Announcer {
  const counted = countAnnouncements(telemetry);
  return {
    post: (place, content) => counted(place.kind, 'send', announcer.post(place, content)),
    redraw: (posted, content) => counted(posted.conversation.kind, 'update', announcer.redraw(posted, content)),
    namesOf: (channel) => announcer.namesOf(channel),
  };
}

export function measuredMailer(mailer: Mailer, telemetry: Telemetry): Mailer {
  const counted = countAnnouncements(telemetry);
  return {
    send: (to, digest, format) => counted('mail', 'send', mailer.send(to, digest, format)),
    sendTo: (contact, content) => counted('contact', 'send', mailer.sendTo(contact, content)),
  };
}
