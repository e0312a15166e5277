import { z } from 'zod';
import type { FigureDefinition } from '#kernel/contract/evidence.ts';
import { Refusal, type Fault } from '#kernel/contract/refusal.ts';
import { unitOf } from '#kernel/contract/units.ts';
import type { Figure } from './figure.ts';

export interface Figures {
  readonly all: readonly Figure[];
  /** Refuses an unknown figure. */
  find: (id: string) => Figure;
}

/** All figures of a house by id; throws at start when two have the same. */
export function openFigures(list: readonly Figure[]): Figures {
  const byId = new Map(list.map((figure) => [figure.id, figure]));
  if (byId.size !== list.length) throw new Error('two figures have the same id');
  return {
    all: list,
    find(id) {
      const figure = byId.get(id);
      if (figure) return figure;
      throw new Refusal('unknown-figure', {
        zh: `没有指标“${id}”。全部指标见 /api/figures。`,
        en: `There is no figure “${id}”. See /api/figures for all of them.`,
      });
    },
  };
}

/** A figure's definition as the doors give it. */
export function defineFigure(figure: Figure): FigureDefinition {
  const unit = unitOf(figure.unit);
  return {
    id: figure.id,
    area: figure.area,
    label: figure.label,
    definition: figure.definition,
    source: figure.source,
    unit: { id: figure.unit, name: unit.name, printed: unit.printed, money: unit.money === true },
    basis: figure.basis,
    register: { id: figure.of.id, label: figure.of.label },
    params: Object.entries(figure.params).map(([name, { label, kind }]) => ({ name, label, kind })),
    trendOver: 'year' in figure.params ? 'year' : 'day',
  };
}

/** Checks a figure's parameters; all faults at once. */
export function readParams(figure: Figure, given: unknown): Record<string, unknown> {
  const faults: Fault[] = [];
  const source = z.record(z.string(), z.unknown()).safeParse(given);
  if (!source.success) {
    faults.push({
      at: '/params',
      zh: '参数应为 JSON 对象，如 {"year":2024}',
      en: 'Parameters must be a JSON object such as {"year":2024}',
    });
  }
  const values: Record<string, unknown> = {};
  for (const [name, parameter] of Object.entries(figure.params)) {
    const parsed = parameter.shape.safeParse(source.data?.[name]);
    if (parsed.success) values[name] = parsed.data;
    else {
      faults.push({
        at: `/params/${name}`,
        zh: `“${figure.label.zh}”需要参数“${parameter.label.zh}”（${name}），给出的值无效或缺少`,
        en: `“${figure.label.en}” needs the parameter ${name} (${parameter.label.en}); it is missing or invalid`,
      });
    }
  }
  for (const name of Object.keys(source.data ?? {})) {
    if (!(name in figure.params)) {
      faults.push({
        at: `/params/${name}`,
        zh: `“${figure.label.zh}”没有参数“${name}”`,
        en: `“${figure.label.en}” has no parameter ${name}`,
      });
    }
  }
  if (faults.length > 0) {
    throw new Refusal(
      'invalid-input',
      {
        zh: `指标参数有误：${faults[0]?.zh ?? ''}。`,
        en: `The figure's parameters are wrong: ${faults[0]?.en ?? ''}.`,
      },
      faults,
    );
  }
  return values;
}
